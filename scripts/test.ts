/**
 * `npm test` and `npm run verify`. Runs every stage, even after a failure, then reports what passed, what
 * failed, and which runtimes and real programs were used. `verify` runs only the stages that need npm and,
 * for accessibility, a Chromium.
 */
import { resolve } from 'node:path';
import { playwrightStage, scriptStage, vitestStage } from './checks/suites.ts';
import { checkStage, type StageResult } from './checks/check.ts';
import { runInLanes } from './checks/lanes.ts';
import { allStaticChecks, buildCheck, staticTasks } from './checks/static-checks.ts';
import { leftOut, printSummary } from './checks/summary.ts';
import { provideSystemPrograms } from './checks/system-programs.ts';

const root = resolve(import.meta.dirname, '..');
const verifyOnly = process.argv.includes('--verify');

const missing = provideSystemPrograms();
const has = (title: string): boolean => !missing.some((part) => part.title === title);
const started = performance.now();
const built = await runInLanes(1, staticTasks(root, [buildCheck]));
// The tests mostly wait for sockets and processes, so the static checks run beside them in two lanes.
const [unit, ...checked] = await runInLanes<StageResult>(3, [
  () => vitestStage(root, 'unit, component and contract tests', []),
  ...staticTasks(root, allStaticChecks),
]);
const results: StageResult[] = [
  ...built,
  ...checked,
  await checkStage(root, 'dependencies of the package', ['node', 'scripts/dependencies/check.ts']),
  ...(unit ? [unit] : []),
];
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

process.exitCode = printSummary(results, performance.now() - started);
