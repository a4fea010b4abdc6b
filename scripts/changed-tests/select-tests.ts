import type { Link } from './links.ts';

/** The input of a selection. Paths are from the root, with forward slashes. */
export interface Project {
  /** Every test file. */
  readonly tests: readonly string[];
  /** Files that every test depends on: the test configuration and the package versions. */
  readonly everyTestNeeds: readonly string[];
  /** The links of each file that has links. */
  readonly links: ReadonlyMap<string, readonly Link[]>;
  /** Returns the expected seconds of a test file. */
  readonly secondsOf: (test: string) => number;
}

/** The tests that a check runs, and the reason. */
export interface Selection {
  /** Test files, nearest to the change first. */
  readonly run: readonly string[];
  /** Affected test files that were skipped to keep the check short. */
  readonly leftOut: readonly string[];
  /** Changed files without a dependent test. */
  readonly independent: readonly string[];
}

/** Distance of a folder walk. It is a weaker link to a file than an import. */
const folderStep = 3;

const foldersAbove = (file: string): readonly string[] => {
  const steps = file.split('/');
  return steps.slice(1).map((_, index) => steps.slice(0, index + 1).join('/'));
};

/**
 * Counts the steps from each file to the nearest changed file. Importing, reading or starting a file is a
 * transitive dependency. Walking a folder depends only on the text of its files.
 */
export const distancesFrom = (
  changed: readonly string[],
  { links, tests, everyTestNeeds }: Pick<Project, 'links' | 'tests' | 'everyTestNeeds'>,
): ReadonlyMap<string, number> => {
  const users = new Map<string, string[]>();
  const walkers = new Map<string, string[]>();
  const note = (map: Map<string, string[]>, to: string, from: string): void => {
    const known = map.get(to);
    if (known) known.push(from);
    else map.set(to, [from]);
  };
  for (const [from, found] of links)
    for (const { to, kind } of found) note(kind === 'file' ? users : walkers, to, from);

  const atDistance: string[][] = [[...changed]];
  for (const file of changed)
    for (const place of [file, ...foldersAbove(file)])
      (atDistance[folderStep] ??= []).push(...(walkers.get(place) ?? []));
  const distances = new Map<string, number>();
  for (let distance = 0; distance < atDistance.length; distance += 1) {
    for (const file of atDistance[distance] ?? []) {
      if (distances.has(file)) continue;
      distances.set(file, distance);
      (atDistance[distance + 1] ??= []).push(...(users.get(file) ?? []));
      // Every test depends on the files named in the test configuration, such as the setup.
      if (everyTestNeeds.includes(file)) (atDistance[distance + folderStep] ??= []).push(...tests);
    }
  }
  return distances;
};

/** Returns every file that a test depends on. */
const filesUnderTest = ({ links, tests, everyTestNeeds }: Project): ((file: string) => boolean) => {
  const used = new Set<string>();
  const walked = new Set<string>();
  const waiting = [...tests, ...everyTestNeeds];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (used.has(file)) continue;
    used.add(file);
    for (const { to, kind } of links.get(file) ?? []) {
      if (kind === 'file') waiting.push(to);
      else walked.add(to);
    }
  }
  return (file) => used.has(file) || foldersAbove(file).some((folder) => walked.has(folder));
};

/** Takes tests in order while they fit into the seconds. `always` are taken in any case. */
const takeWhatFits = (
  ordered: readonly string[],
  always: ReadonlySet<string>,
  { secondsOf }: Pick<Project, 'secondsOf'>,
  seconds: number,
): Pick<Selection, 'run' | 'leftOut'> => {
  const run: string[] = [];
  const leftOut: string[] = [];
  let left = seconds;
  for (const test of ordered) {
    const needed = secondsOf(test);
    if (!always.has(test) && needed > left) leftOut.push(test);
    else {
      run.push(test);
      left -= needed;
    }
  }
  return { run, leftOut };
};

const folderOf = (file: string): string => file.split('/').slice(0, -1).join('/');

/**
 * Selects the tests for a change. Changed tests always run. Tests that depend on changed files follow while
 * they fit into the seconds: first those next to a changed file, then the nearest, then the shortest.
 */
export const selectTests = (changed: readonly string[], project: Project, seconds: number): Selection => {
  const distances = distancesFrom(changed, project);
  const folders = new Set(changed.map(folderOf));
  const isChanged = new Set(changed);
  const rank = (test: string): number => (isChanged.has(test) ? 0 : folders.has(folderOf(test)) ? 1 : 2);
  const far = (test: string): number => distances.get(test) ?? 0;
  const touched = project.tests
    .filter((test) => distances.has(test))
    .toSorted(
      (a, b) =>
        rank(a) - rank(b) ||
        far(a) - far(b) ||
        project.secondsOf(a) - project.secondsOf(b) ||
        (a < b ? -1 : 1),
    );
  const isUnderTest = filesUnderTest(project);
  return {
    ...takeWhatFits(touched, isChanged, project, seconds),
    independent: changed.filter((file) => !isUnderTest(file)),
  };
};

/**
 * Selects tests when the change is unknown: the shortest, as many as fit into the seconds, so that most test
 * files run.
 */
export const selectShortest = (project: Project, seconds: number): Selection => {
  const ordered = project.tests.toSorted(
    (a, b) => project.secondsOf(a) - project.secondsOf(b) || (a < b ? -1 : 1),
  );
  return { ...takeWhatFits(ordered, new Set(), project, seconds), independent: [] };
};

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const few = 5;
const named = (files: readonly string[]): string =>
  files.length > few ? `${files.slice(0, few).join(', ')} and ${files.length - few} more` : files.join(', ');

/** Explains how many tests run and why, and which are skipped, in one line each. */
export const explainSelection = (
  { run, leftOut, independent }: Selection,
  tests: number,
  why: { readonly since: string; readonly changed: number } | { readonly unknown: string },
): readonly string[] => {
  const ran = `tests: ${run.length} of ${counted(tests, 'test file')} ran`;
  if ('unknown' in why)
    return [
      `${ran}, the shortest, because ${why.unknown}`,
      ...(leftOut.length > 0
        ? [`skipped: ${counted(leftOut.length, 'longer test file')} (npm run test:unit runs all)`]
        : []),
    ];
  const changed = why.changed === 0 ? 'nothing' : counted(why.changed, 'file');
  const touched = run.length + leftOut.length;
  if (touched === 0)
    return [
      `${ran}: ${changed} changed ${why.since}, and no test depends on ${independent.length > 0 ? named(independent) : 'it'}`,
    ];
  return [
    `${ran}: ${changed} changed ${why.since}, and ${counted(touched, 'test file')} ${touched === 1 ? 'depends' : 'depend'} on the change`,
    ...(leftOut.length > 0
      ? [
          `skipped: ${counted(leftOut.length, 'test file')} further from the change, to stay under two minutes (npm run test:unit runs all)`,
        ]
      : []),
    ...(independent.length > 0 ? [`no test depends on ${named(independent)}`] : []),
  ];
};
