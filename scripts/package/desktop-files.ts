import { dirname, join } from 'node:path';
import { importsOf } from '../imports/own-imports.ts';
import { requiredIn } from '../dependencies/judge.ts';
import type { InstalledPackage } from './package-graph.ts';

/** Reads a built file by its path from the root. */
export type ReadBuilt = (path: string) => string;

/**
 * Entries that only the headless host loads. A packaged Electron can't run them: with the fuse RunAsNode off
 * it never behaves like Node. The desktop program keeps its secrets by Electron's own store, so it asks no
 * keyring process.
 */
const headlessOnly: ReadonlySet<string> = new Set(['headless.js', 'keyring-process.js']);

/** Returns the built entries of the desktop program, from the names of the files in `out/main`. */
export const desktopEntries = (mainFiles: readonly string[]): string[] => [
  ...mainFiles
    .filter((name) => name.endsWith('.js') && !headlessOnly.has(name))
    .map((name) => `out/main/${name}`),
  'out/preload/index.cjs',
];

/** Returns the entries and every built file that they load, directly or through other files. */
export const filesLoadedBy = (entries: readonly string[], read: ReadBuilt): string[] => {
  const found = new Set<string>();
  const open = [...entries];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    const text = read(path);
    const folder = dirname(path);
    open.push(
      ...[...importsOf(path, text), ...requiredIn(text)]
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => join(folder, specifier).replaceAll('\\', '/')),
    );
  }
  return [...found].toSorted();
};

/** Packages that contain types alone. */
const typesOnly = /^(?:@types\/.+|type-fest|undici-types)$/;

/** The packages of the desktop program, and the patterns for those that it leaves out. */
export interface PackageChoice {
  readonly packages: readonly InstalledPackage[];
  readonly droppedPackages: readonly string[];
}

/**
 * Divides the production packages into those that the desktop program loads and the others. A package that is
 * left out in every version has a pattern for every folder, because electron-builder moves packages upwards.
 */
export const choosePackages = (
  production: readonly InstalledPackage[],
  needed: readonly InstalledPackage[],
): PackageChoice => {
  const packages = needed.filter(({ name }) => !typesOnly.test(name));
  const names = new Set(packages.map(({ name }) => name));
  const folders = new Set(packages.map(({ folder }) => folder));
  const dropped = production
    .filter(({ folder }) => !folders.has(folder))
    .map(({ name, folder }) => (names.has(name) ? folder : `**/node_modules/${name}`));
  return { packages, droppedPackages: [...new Set(dropped)] };
};

/** Facts that decide which files the packaged program contains. */
export interface FileFacts {
  /** Built files of the main process and the preload. */
  readonly built: readonly string[];
  /** Patterns for the folders of production packages that the desktop program doesn't load. */
  readonly droppedPackages: readonly string[];
}

/** Files of packages that no program loads. Some packages have code in a folder named `doc`. */
const unusedInPackages = [
  '*.{map,ts,mts,cts,tsx,flow,md,markdown,c,cc,cpp,h,gyp,gypi,sh}',
  '{test,tests,__tests__,docs,example,examples,benchmark,benchmarks,coverage,man}/**',
];

/** Returns electron-builder's list of patterns. A later pattern wins over an earlier one. */
export const filePatterns = ({ built, droppedPackages }: FileFacts): string[] => [
  'package.json',
  ...built,
  'out/renderer/**',
  // Only the headless host serves compressed files.
  '!out/renderer/**/*.{br,gz,map}',
  'resources/{icon,scenarios,tray}/**',
  '!resources/icon/*.{icns,ico}',
  ...droppedPackages.map((pattern) => `!${pattern}/**`),
  ...unusedInPackages.map((pattern) => `!node_modules/**/${pattern}`),
  // Libraries for other systems and for other C libraries.
  '!**/prebuilds/!(${platform}-${arch})/**',
  '!**/prebuilds/**/*musl*',
];
