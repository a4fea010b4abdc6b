/**
 * `npm run check`: types, lint, borders, audit, language, long functions, format of the changed files and
 * the tests affected by the change, in two lanes. Takes less than two minutes on two cores. Lists the tests
 * that don't fit; `npm test` runs everything. `-- --since COMMIT` compares with another commit.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findChange, type Git } from './changed-tests/changes.ts';
import { readProject } from './changed-tests/project.ts';
import { explainSelection, selectShortest, selectTests } from './changed-tests/select-tests.ts';
import { runInLanes } from './checks/lanes.ts';
import type { StageResult } from './checks/check.ts';
import { checksOfChange, staticTasks } from './checks/static-checks.ts';
import { vitestStage } from './checks/suites.ts';
import { leftOut, printSummary } from './checks/summary.ts';

/** Seconds of tests that fit into two minutes on two cores, in addition to the static checks. */
const testSeconds = 100;

const root = resolve(import.meta.dirname, '..');
const { values } = parseArgs({ options: { since: { type: 'string' } } });
const started = performance.now();

const git: Git = (...args) => {
  const { status, stdout } = spawnSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return status === 0 ? stdout : null;
};
const found = findChange(git, values.since);
if (found.kind === 'unknown' && values.since !== undefined) {
  console.error(`${found.reason}. Name a commit that this copy has: npm run check -- --since HEAD~3`);
  process.exit(2);
}
const change = found.kind === 'change' ? found.change : null;
const isThere = (file: string): boolean =>
  statSync(join(root, file), { throwIfNoEntry: false })?.isFile() === true;
const changed = change?.files.filter(isThere);
const project = readProject(root, change?.files.filter((file) => !existsSync(join(root, file))) ?? []);
const selection = change
  ? selectTests(change.files, project, testSeconds)
  : selectShortest(project, testSeconds);
const notes = [
  ...explainSelection(
    selection,
    project.tests.length,
    found.kind === 'change'
      ? { since: found.change.since, changed: found.change.files.length }
      : { unknown: found.reason },
  ),
  ...(change === null ? ['skipped: lint rules that need types (npm run lint)'] : []),
  ...(change?.files.some((file) => file.startsWith('e2e/specs/')) === true
    ? ['skipped: specs in e2e/specs changed, which need a build and a browser (npm run test:e2e)']
    : []),
];
for (const note of notes) console.log(note);

const testsName = 'tests affected by the change';
const tests = async (): Promise<StageResult> => {
  if (selection.run.length === 0) return { ...leftOut(testsName, 'no test depends on the change'), notes };
  const result = await vitestStage(root, testsName, selection.run, 'not at all');
  return { ...result, notes: [...notes, ...result.notes] };
};
const checks = staticTasks(
  root,
  checksOfChange(
    changed
      ? {
          linted: changed.filter((file) =>
            /^(?:src|scripts|e2e|bench)\/.*\.[cm]?[jt]sx?$|^[^/]+\.ts$/.test(file),
          ),
          formatted: changed,
        }
      : null,
  ),
);
process.exitCode = printSummary(await runInLanes(2, [tests, ...checks]), performance.now() - started);
