import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDurations } from '../checks/durations.ts';
import { linksOf, treeOf, type Link } from './links.ts';
import type { Project } from './select-tests.ts';

/** The patterns of `vitest.config.ts`. */
const testFiles = ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'e2e/**/*.test.ts'];
/** Patterns for everything that a test may load or read, in addition to the files of the root. */
const folders = ['src', 'scripts', 'e2e', 'bench', 'resources', 'docs'];
const everyTestNeeds = ['vitest.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** Seconds to load the modules of a test file. */
const loading = { browser: 4, node: 1.5 } as const;
/**
 * Estimates the seconds for a test file that has not run here. A longer time limit suggests a longer test, so
 * the estimate includes a share of it.
 */
const guessSeconds = (text: string): number =>
  [...text.matchAll(/\b(\d{2,3})_000\)/g)].reduce((sum, [, seconds]) => sum + Number(seconds) / 10, 2);

const slashed = (path: string): string => path.replaceAll('\\', '/');

/** Reads the links between all files of the project. `deleted` are changed files that no longer exist. */
export const readProject = (root: string, deleted: readonly string[]): Project => {
  const glob = (patterns: readonly string[]): string[] =>
    globSync([...patterns], { cwd: root, exclude: (path) => /(?:^|[\\/])node_modules$/.test(path) })
      .map(slashed)
      .toSorted();
  const all = [...glob(folders.map((folder) => `${folder}/**/*.*`)), ...glob(['*.*', '.*.json'])];
  const tests = glob(testFiles);
  const tree = treeOf([...all, ...deleted]);
  const durations = readDurations(root);
  const links = new Map<string, readonly Link[]>();
  const expected = new Map<string, number>();
  for (const file of all.filter((path) => /\.(?:[cm]?tsx?|css|html)$/.test(path))) {
    const text = readFileSync(join(root, file), 'utf8');
    links.set(file, linksOf(file, text, tree));
    const load = text.startsWith('// @vitest-environment jsdom') ? loading.browser : loading.node;
    expected.set(file, load + (durations.get(file) ?? guessSeconds(text)));
  }
  return {
    tests,
    everyTestNeeds: everyTestNeeds.filter((file) => existsSync(join(root, file))),
    links,
    secondsOf: (test) => expected.get(test) ?? loading.node,
  };
};
