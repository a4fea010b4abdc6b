import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDurations } from '../checks/durations.ts';
import { linksOf, treeOf, type Link } from './links.ts';
import type { Project } from './select-tests.ts';

/** The patterns of `vitest.config.ts`. */
const testFiles = ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'e2e/**/*.test.ts'];
/** Everything that a test may load or read, beside the files of the root. */
const folders = ['src', 'scripts', 'e2e', 'bench', 'resources', 'docs'];
const everyTestNeeds = ['vitest.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** Seconds to load what a test file needs before its first test. */
const loading = { browser: 4, node: 1.5 } as const;
/**
 * Seconds that the tests of a file are taken to need until they have run here. A test that asks for a longer limit than
 * others has a reason: a part of that limit is what it is likely to take.
 */
const guessSeconds = (text: string): number =>
  [...text.matchAll(/\b(\d{2,3})_000\)/g)].reduce((sum, [, seconds]) => sum + Number(seconds) / 10, 2);

const slashed = (path: string): string => path.replaceAll('\\', '/');

/** Reads the links between all files of the project. `deleted` are files that changed and are no longer there. */
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
