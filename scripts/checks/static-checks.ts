import { checkStage, type StageResult } from './check.ts';

/** A check that reads the sources without running them. */
export interface StaticCheck {
  readonly name: string;
  readonly command: readonly string[];
  readonly timeoutMs?: number;
}

/**
 * Uses one thread: several would check shared declarations more than once, which doubles the work next to
 * another lane.
 */
const typesOf = (project: string): readonly string[] => [
  'tsc',
  '-p',
  `tsconfig.${project}.json`,
  '--singleThreaded',
];

const types: readonly StaticCheck[] = [
  { name: 'types: main, preload, scripts, e2e', command: typesOf('node') },
  { name: 'types: renderer', command: typesOf('web') },
  { name: 'types: shared', command: typesOf('shared') },
];
const rules: readonly StaticCheck[] = [
  { name: 'borders between rooms', command: ['node', 'scripts/borders/check.ts'] },
  { name: 'orchestrators extend the base', command: ['node', 'scripts/audit-orchestrators.ts'] },
  { name: 'language', command: ['node', 'scripts/language/check.ts'] },
  { name: 'functions that may be long', command: ['node', 'scripts/long-functions/check.ts'] },
];
/** Rechecks a file only when its content, the options or Prettier itself has changed. */
const prettier = [
  'prettier',
  '--check',
  '--log-level',
  'warn',
  '--cache',
  '--cache-strategy',
  'content',
  '--cache-location',
  'node_modules/.cache/prettier/checked',
];
const typeAwareLint = ['oxlint', '--type-aware', '--deny-warnings'];

/** Builds the program, which the unit tests of the hosts start too. */
export const buildCheck: StaticCheck = {
  name: 'build',
  command: ['electron-vite', 'build'],
  timeoutMs: 300_000,
};

/** Every other static check of the whole project, the longest first. */
export const allStaticChecks: readonly StaticCheck[] = [
  { name: 'lint', command: typeAwareLint },
  ...types,
  { name: 'format', command: [...prettier, '.'] },
  { name: 'dead code', command: ['knip'] },
  ...rules,
];

/** Files that the linter and Prettier read, with forward slashes, from the root. */
export interface ChangedSources {
  readonly linted: readonly string[];
  readonly formatted: readonly string[];
}

/** Maximum number of files on a command line. A larger change is checked like the whole project. */
const mostFiles = 300;

const countOf = (files: readonly string[]): string =>
  files.length === 1 ? '1 changed file' : `${files.length} changed files`;

/** Returns the checks for a change: quick ones for the whole project, the others for the changed files. */
export const checksOfChange = (changed: ChangedSources | null): readonly StaticCheck[] => {
  const linted = changed?.linted ?? [];
  const formatted = changed?.formatted ?? [];
  const wholeFormat = changed === null || formatted.length > mostFiles;
  const lint: readonly StaticCheck[] =
    linted.length > mostFiles
      ? [{ name: 'lint', command: typeAwareLint }]
      : [
          { name: 'lint', command: ['oxlint', '--deny-warnings'] },
          ...(linted.length > 0
            ? [{ name: `lint by types of ${countOf(linted)}`, command: [...typeAwareLint, ...linted] }]
            : []),
        ];
  const format: readonly StaticCheck[] = wholeFormat
    ? [{ name: 'format', command: [...prettier, '.'] }]
    : formatted.length > 0
      ? [
          {
            name: `format of ${countOf(formatted)}`,
            command: [...prettier, '--ignore-unknown', ...formatted],
          },
        ]
      : [];
  return [...types, ...lint, ...format, ...rules];
};

/** Turns checks into tasks for lanes. */
export const staticTasks = (
  root: string,
  checks: readonly StaticCheck[],
): readonly (() => Promise<StageResult>)[] =>
  checks.map(
    ({ name, command, timeoutMs }) =>
      () =>
        checkStage(root, name, command, timeoutMs),
  );
