import type { StageResult } from './check.ts';

/** Returns the result of a stage that couldn't run, with the reason. */
export const leftOut = (name: string, reason: string): StageResult => ({
  name,
  passed: 0,
  failed: 0,
  skipped: 1,
  elapsedMs: 0,
  notes: [`skipped: ${name}: ${reason}`],
  failures: [],
});

const lineOf = ({ name, passed, failed, elapsedMs }: StageResult): string => {
  const mark = failed > 0 ? 'FAILED' : passed === 0 ? 'left out' : 'passed';
  return `${mark.padEnd(9)}${name.padEnd(42)}${String(passed).padStart(6)} passed ${String(failed).padStart(3)} failed ${(elapsedMs / 1000).toFixed(1).padStart(7)} s`;
};

/** Prints what passed, what failed and which runtimes were used, and returns the exit code. */
export const printSummary = (results: readonly StageResult[], elapsedMs: number): 0 | 1 => {
  console.log(`\n${'═'.repeat(76)}`);
  for (const result of results) console.log(lineOf(result));
  for (const { name, failures } of results) {
    if (failures.length > 0) console.log(`\nFailed in ${name}:`);
    for (const failure of failures) console.log(`  ${failure}`);
  }
  console.log(`\nThis run:\nuses: Node ${process.versions.node}`);
  for (const note of new Set(results.flatMap((result) => result.notes))) console.log(note);
  const sum = (pick: (result: StageResult) => number): number =>
    results.reduce((total, each) => total + pick(each), 0);
  const failed = sum((each) => each.failed);
  console.log(
    `\n${sum((each) => each.passed)} passed, ${failed} failed, ${sum((each) => each.skipped)} skipped in ${(elapsedMs / 1000).toFixed(0)} s`,
  );
  return failed > 0 ? 1 : 0;
};
