/**
 * `npm test` and `npm run verify`. Runs every stage even when an earlier one failed, then says what passed, what failed,
 * and on which runtimes and real programs. `verify` is the part that needs nothing but npm and, for
 * accessibility, a Chromium.
 */
import { resolve } from 'node:path';
import { playwrightStage, scriptStage, vitestStage } from './stages/suites.ts';
import { checkStage, type StageResult } from './stages/stage.ts';
import { provideSystemParts } from './stages/system-parts.ts';

const root = resolve(import.meta.dirname, '..');
const verifyOnly = process.argv.includes('--verify');

const missing = provideSystemParts();
const has = (title: string): boolean => !missing.some((part) => part.title === title);
const leftOut = (name: string, reason: string): StageResult => {
  console.log(`\nskipped: ${name}: ${reason}`);
  return {
    name,
    passed: 0,
    failed: 0,
    skipped: 1,
    elapsedMs: 0,
    notes: [`skipped: ${name}: ${reason}`],
    failures: [],
  };
};

const results: StageResult[] = [];
results.push(await checkStage(root, 'types: shared', ['tsc', '-p', 'tsconfig.shared.json']));
results.push(
  await checkStage(root, 'types: main, preload, scripts, e2e', ['tsc', '-p', 'tsconfig.node.json']),
);
results.push(await checkStage(root, 'types: renderer', ['tsc', '-p', 'tsconfig.web.json']));
results.push(await checkStage(root, 'lint', ['oxlint', '--type-aware', '--deny-warnings']));
results.push(await checkStage(root, 'format', ['prettier', '--check', '--log-level', 'warn', '.']));
results.push(await checkStage(root, 'borders between rooms', ['node', 'scripts/borders/check.ts']));
results.push(
  await checkStage(root, 'orchestrators stand on the base', ['node', 'scripts/audit-orchestrators.ts']),
);
results.push(
  await checkStage(root, 'functions that may be long', ['node', 'scripts/long-functions/check.ts']),
);
results.push(await checkStage(root, 'dead code', ['knip']));
results.push(await checkStage(root, 'build', ['electron-vite', 'build'], 300_000));
results.push(
  await checkStage(root, 'dependencies of the package', ['node', 'scripts/dependencies/check.ts']),
);
results.push(await vitestStage(root, 'unit, component and contract tests', []));
const chromium = has('Chromium');
if (verifyOnly) {
  results.push(
    chromium
      ? await playwrightStage(root, 'accessibility', ['--grep', '@accessibility'])
      : leftOut('accessibility', 'no Chromium on this machine'),
  );
} else {
  results.push(
    chromium
      ? await playwrightStage(root, 'end to end and accessibility', [])
      : leftOut('end to end and accessibility', 'no Chromium on this machine'),
  );
  results.push(
    has('OBS Studio') && has('Xvfb')
      ? await scriptStage(root, 'real OBS Studio', ['node', 'scripts/test-obs.ts'], 600_000)
      : leftOut('real OBS Studio', 'OBS Studio or Xvfb is not on this machine'),
  );
}

console.log(`\n${'═'.repeat(76)}`);
for (const result of results) {
  const mark = result.failed > 0 ? 'FAILED' : result.passed === 0 ? 'left out' : 'passed';
  console.log(
    `${mark.padEnd(9)}${result.name.padEnd(42)}${String(result.passed).padStart(6)} passed ${String(result.failed).padStart(3)} failed ${(result.elapsedMs / 1000).toFixed(1).padStart(7)} s`,
  );
}
for (const { name, failures } of results) {
  if (failures.length > 0) console.log(`\nFailed in ${name}:`);
  for (const failure of failures) console.log(`  ${failure}`);
}
console.log(`\nThis run:\nuses: Node ${process.versions.node}`);
for (const note of new Set(results.flatMap((result) => result.notes))) console.log(note);
const sum = (pick: (result: StageResult) => number): number =>
  results.reduce((total, each) => total + pick(each), 0);
console.log(
  `\n${sum((each) => each.passed)} passed, ${sum((each) => each.failed)} failed, ${sum((each) => each.skipped)} skipped`,
);
process.exitCode = sum((each) => each.failed) > 0 ? 1 : 0;
