import type { Link } from './links.ts';

/** Everything that a selection is made from. Paths are from the root, with forward slashes. */
export interface Project {
  /** Every test file. */
  readonly tests: readonly string[];
  /** Files that any test depends on: the configuration of the tests and the versions of packages. */
  readonly everyTestNeeds: readonly string[];
  /** Links of each file that has some. */
  readonly links: ReadonlyMap<string, readonly Link[]>;
  /** Seconds that a test file is expected to take. */
  readonly secondsOf: (test: string) => number;
}

/** The tests that a check runs, and why these. */
export interface Selection {
  /** Nearest to the change first. */
  readonly run: readonly string[];
  /** Test files that the change touches too, left out to keep the check short. */
  readonly leftOut: readonly string[];
  /** Changed files that no test file depends on. */
  readonly untouching: readonly string[];
}

/** A walk over a whole folder says less about one file in it than an import does. */
const folderStep = 3;

const foldersAbove = (file: string): readonly string[] => {
  const steps = file.split('/');
  return steps.slice(1).map((_, index) => steps.slice(0, index + 1).join('/'));
};

/**
 * Counts the steps of each file from the nearest changed one. What imports, reads or starts a file depends on whatever that one
 * depends on; what walks a folder depends only on the text of the files in it.
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
      // What the configuration of the tests names, such as their setup, is needed by each of them.
      if (everyTestNeeds.includes(file)) (atDistance[distance + folderStep] ??= []).push(...tests);
    }
  }
  return distances;
};

/** Every file that some test depends on. */
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

/** Takes tests in their order while they fit into the seconds. `always` are taken whatever they take. */
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
 * Selects the tests of a change. Changed tests always run. Tests that depend on changed files follow as long as they fit into
 * the seconds: those beside a changed file first, then the nearest, among equals the shortest.
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
    untouching: changed.filter((file) => !isUnderTest(file)),
  };
};

/** Selects tests when nothing says what changed: the shortest of all that fit into the seconds, so that most files have a say. */
export const selectShortest = (project: Project, seconds: number): Selection => {
  const ordered = project.tests.toSorted(
    (a, b) => project.secondsOf(a) - project.secondsOf(b) || (a < b ? -1 : 1),
  );
  return { ...takeWhatFits(ordered, new Set(), project, seconds), untouching: [] };
};

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const few = 5;
const named = (files: readonly string[]): string =>
  files.length > few ? `${files.slice(0, few).join(', ')} and ${files.length - few} more` : files.join(', ');

/** Says how many tests run and why, and what that leaves out. One line each. */
export const explainSelection = (
  { run, leftOut, untouching }: Selection,
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
      `${ran}: ${changed} changed ${why.since}, and no test depends on ${untouching.length > 0 ? named(untouching) : 'it'}`,
    ];
  return [
    `${ran}: ${changed} changed ${why.since}, and ${counted(touched, 'test file')} ${touched === 1 ? 'depends' : 'depend'} on the change`,
    ...(leftOut.length > 0
      ? [
          `skipped: ${counted(leftOut.length, 'test file')} further from the change, to stay under two minutes (npm run test:unit runs all)`,
        ]
      : []),
    ...(untouching.length > 0 ? [`no test depends on ${named(untouching)}`] : []),
  ];
};
