import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The output files of a build. The program can't start without any of them. */
const products = [
  'out/main/index.js',
  'out/main/headless.js',
  'out/main/journal-process.js',
  'out/main/journal-worker.js',
  'out/main/keyring-process.js',
  'out/preload/index.cjs',
  'out/renderer/index.html',
];
const sources = ['src', 'electron.vite.config.ts', 'package.json'];

const modifiedAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

const newestUnder = (path: string): number => {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (!entry?.isDirectory()) return entry?.mtimeMs ?? 0;
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => !/\.test\.tsx?$/.test(name))
    .reduce((newest, name) => {
      const found = statSync(join(path, name), { throwIfNoEntry: false });
      return found?.isFile() === true ? Math.max(newest, found.mtimeMs) : newest;
    }, 0);
};

/** Returns true when there is a complete build that is newer than every source. */
export const isBuilt = (root: string): boolean => {
  const oldestProduct = Math.min(...products.map((product) => modifiedAt(join(root, product))));
  return oldestProduct > 0 && sources.every((source) => newestUnder(join(root, source)) <= oldestProduct);
};
