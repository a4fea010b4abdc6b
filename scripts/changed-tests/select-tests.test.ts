import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import type { Link } from './links.ts';
import { readProject } from './project.ts';
import { explainSelection, selectShortest, selectTests, type Project } from './select-tests.ts';

/** Creates a project from a list of files with their dependencies; a name that ends with `/` is a folder. */
const project = (
  links: Readonly<Record<string, readonly string[]>>,
  seconds: Readonly<Record<string, number>> = {},
): Project => ({
  tests: Object.keys(links).filter((file) => file.endsWith('.test.ts')),
  everyTestNeeds: ['vitest.config.ts', 'package.json'],
  links: new Map(
    Object.entries(links).map(([file, to]) => [
      file,
      to.map((path): Link =>
        path.endsWith('/') ? { to: path.slice(0, -1), kind: 'folder' } : { to: path, kind: 'file' },
      ),
    ]),
  ),
  secondsOf: (file) => seconds[file] ?? 1,
});

const chain = project({
  'k/clock.ts': [],
  'k/clock.test.ts': ['k/clock.ts'],
  'm/timer.ts': ['k/clock.ts'],
  'm/timer.test.ts': ['m/timer.ts'],
  'm/app.ts': ['m/timer.ts'],
  'm/app.test.ts': ['m/app.ts'],
  'r/page.ts': [],
  'r/page.test.ts': ['r/page.ts'],
  'vitest.config.ts': ['t/setup.ts'],
  't/setup.ts': [],
});

it('selects every test that depends on a changed file, directly or indirectly, and no other', () => {
  expect(selectTests(['k/clock.ts'], chain, 99).run).toEqual([
    'k/clock.test.ts',
    'm/timer.test.ts',
    'm/app.test.ts',
  ]);
  expect(selectTests(['m/timer.ts'], chain, 99).run).toEqual(['m/timer.test.ts', 'm/app.test.ts']);
  expect(selectTests(['m/app.ts', 'r/page.ts'], chain, 99).run).toEqual(['m/app.test.ts', 'r/page.test.ts']);
});

it('runs a changed test even when it exceeds the time', () => {
  const slow = project({ 'a.test.ts': [], 'b.test.ts': [] }, { 'a.test.ts': 500 });
  expect(selectTests(['a.test.ts'], slow, 10)).toEqual({ run: ['a.test.ts'], leftOut: [], independent: [] });
});

it('selects tests that still name a deleted file', () => {
  expect(selectTests(['gone.ts'], project({ 'a.test.ts': ['gone.ts'] }), 9).run).toEqual(['a.test.ts']);
});

it('ends on an import cycle', () => {
  const ring = project({ 'a.ts': ['b.ts'], 'b.ts': ['a.ts'], 'a.test.ts': ['a.ts'] });
  expect(selectTests(['b.ts'], ring, 9).run).toEqual(['a.test.ts']);
});

it('treats a folder walk as a dependency on its files, not on their dependencies', () => {
  const walk = project({
    'tool.test.ts': ['src/'],
    'src/deep/a.ts': ['lib/b.ts'],
    'lib/b.ts': [],
  });
  expect(selectTests(['src/deep/a.ts'], walk, 9).run).toEqual(['tool.test.ts']);
  expect(selectTests(['lib/b.ts'], walk, 9).run).toEqual([]);
});

it.each(['vitest.config.ts', 'package.json', 't/setup.ts'])(
  'selects every test after a change to %s',
  (file) => {
    expect(selectTests([file], chain, 99).run).toHaveLength(4);
  },
);

it('skips more distant tests when the time is used up, and names them', () => {
  const timed = project(
    {
      'k/a.ts': [],
      'z/near.test.ts': ['k/a.ts'],
      'b.ts': ['k/a.ts'],
      'far.test.ts': ['b.ts'],
      'small.test.ts': ['b.ts'],
      'k/beside.test.ts': ['b.ts'],
    },
    { 'k/beside.test.ts': 3, 'z/near.test.ts': 3, 'far.test.ts': 5, 'small.test.ts': 1 },
  );
  expect(selectTests(['k/a.ts'], timed, 7.5)).toEqual({
    run: ['k/beside.test.ts', 'z/near.test.ts', 'small.test.ts'],
    leftOut: ['far.test.ts'],
    independent: [],
  });
});

it('names changed files that no test depends on', () => {
  expect(selectTests(['README.md', 'k/clock.ts'], chain, 99).independent).toEqual(['README.md']);
});

it('runs the shortest tests when the change is unknown', () => {
  const timed = project({ 'a.test.ts': [], 'b.test.ts': [], 'c.test.ts': [] }, { 'a.test.ts': 9 });
  expect(selectShortest(timed, 3)).toEqual({
    run: ['b.test.ts', 'c.test.ts'],
    leftOut: ['a.test.ts'],
    independent: [],
  });
});

it('explains the number of tests and the reason, for every selection', () => {
  const why = { since: 'since main', changed: 2 };
  expect(explainSelection({ run: ['a'], leftOut: [], independent: [] }, 9, why)).toEqual([
    'tests: 1 of 9 test files ran: 2 files changed since main, and 1 test file depends on the change',
  ]);
  expect(explainSelection({ run: ['a', 'b'], leftOut: ['c'], independent: ['R.md'] }, 9, why)).toEqual([
    'tests: 2 of 9 test files ran: 2 files changed since main, and 3 test files depend on the change',
    'skipped: 1 test file further from the change, to stay under two minutes (npm run test:unit runs all)',
    'no test depends on R.md',
  ]);
  expect(explainSelection({ run: [], leftOut: [], independent: ['R.md', 'S.md'] }, 9, why)).toEqual([
    'tests: 0 of 9 test files ran: 2 files changed since main, and no test depends on R.md, S.md',
  ]);
  const nothing = { since: 'since HEAD', changed: 0 };
  expect(explainSelection({ run: [], leftOut: [], independent: [] }, 9, nothing)).toEqual([
    'tests: 0 of 9 test files ran: nothing changed since HEAD, and no test depends on it',
  ]);
  const unknown = { unknown: 'there is no Git history' };
  expect(explainSelection({ run: ['a'], leftOut: ['b'], independent: [] }, 9, unknown)).toEqual([
    'tests: 1 of 9 test files ran, the shortest, because there is no Git history',
    'skipped: 1 longer test file (npm run test:unit runs all)',
  ]);
});

const root = resolve(import.meta.dirname, '../..');
const own = readProject(root, []);
const selected = (file: string): readonly string[] => {
  expect([file, existsSync(join(root, file))]).toEqual([file, true]);
  return selectTests([file], own, Number.POSITIVE_INFINITY).run;
};

it.each([
  ['scripts/changed-tests/links.ts', 'scripts/changed-tests/select-tests.test.ts'],
  ['src/shared/kernel/scope.ts', 'src/main/core/system.test.ts'],
  ['src/main/journal/worker/journal-worker.ts', 'src/main/journal/open-journal.test.ts'],
  ['resources/scenarios/lively-show.yaml', 'src/main/rehearsal/scenario/scenario.test.ts'],
  ['ARCHITECTURE.md', 'scripts/borders/check.test.ts'],
  ['scripts/templates/orchestrator/config.ts.template', 'scripts/new-orchestrator/generate.test.ts'],
])('selects in this project, for a change to %s, %s', (file, expected) => {
  expect(selected(file)).toContain(expected);
});

it('selects no bridge test in this project for a page of the window', () => {
  expect(
    selected('src/renderer/features/chat/chat-page.tsx').filter((file) => file.includes('/bridges/')),
  ).toEqual([]);
});
