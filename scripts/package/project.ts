import { existsSync, globSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import asar from '@electron/asar';
import { z } from 'zod';
import { bundledPackagesFolder } from '../build/bundled-packages.ts';
import { packagesLoadedBy } from '../dependencies/judge.ts';
import { err, ok, type Result } from '#shared/kernel/index.ts';
import type { PackedFile } from './contents.ts';
import { choosePackages, desktopEntries, filePatterns, filesLoadedBy } from './desktop-files.ts';
import { licenceFilePattern, type LicensedPackage } from './licences.ts';
import { packagesNeededBy, type InstalledPackage, type PackageManifest } from './package-graph.ts';

const names = z.record(z.string(), z.string()).optional();
const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  dependencies: names,
  optionalDependencies: names,
  peerDependencies: names,
  peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean().optional() })).optional(),
  license: z.union([z.string(), z.object({ type: z.string() })]).optional(),
  author: z.union([z.string(), z.object({ name: z.string() })]).optional(),
});

/** The facts of the program in package.json. */
export const productSchema = z.object({
  name: z.string(),
  version: z.string(),
  description: z.string(),
  homepage: z.string(),
  author: z.object({ name: z.string(), email: z.string() }),
  dependencies: z.record(z.string(), z.string()),
});

/** The files of the packaged program. */
export interface PackagePlan {
  /** The patterns for electron-builder. */
  readonly patterns: readonly string[];
  /** Files that the program can't start without. */
  readonly required: readonly string[];
  /** Packages that may be in the archive. */
  readonly packages: readonly InstalledPackage[];
}

const readManifest = (root: string, folder: string): z.infer<typeof manifestSchema> | null => {
  const file = join(root, folder, 'package.json');
  if (!existsSync(file)) return null;
  const parsed = manifestSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  return parsed.success ? parsed.data : null;
};

/** Decides on the files of the packaged program, from the build and the installed packages. */
export const planPackage = (root: string): Result<PackagePlan, string> => {
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  const manifestOf = (folder: string): PackageManifest | null => readManifest(root, folder);
  const { dependencies } = productSchema.parse(JSON.parse(read('package.json')));
  const entries = desktopEntries(readdirSync(join(root, 'out/main')));
  const built = filesLoadedBy(entries, read);
  const loaded = packagesLoadedBy(built.map((path) => ({ path, text: read(path) })));
  const needed = packagesNeededBy(loaded, manifestOf);
  if (!needed.ok) return needed;
  const production = packagesNeededBy(Object.keys(dependencies), manifestOf);
  if (!production.ok) return production;
  const { packages, droppedPackages } = choosePackages(production.value, needed.value);
  return ok({
    patterns: filePatterns({ built, droppedPackages }),
    required: [...built, 'out/renderer/index.html', 'package.json'],
    packages,
  });
};

/** Reads the list of files in an archive. */
export const readArchive = (file: string): PackedFile[] =>
  asar
    .listPackage(file, { isPack: false })
    .map((name) => name.replaceAll('\\', '/').replace(/^\//, ''))
    .filter((path) => !('files' in asar.statFile(file, path)))
    .map((path) => ({ path, read: () => asar.extractFile(file, path) }));

/** Returns the package folders in the archive, each with the name and version in its package.json. */
const packagesIn = (archive: readonly PackedFile[]): { name: string; version: string }[] =>
  archive
    .filter(({ path }) => /(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/@]+\/package\.json$/.test(path))
    .map(({ read }) =>
      z.object({ name: z.string(), version: z.string() }).parse(JSON.parse(read().toString())),
    );

const readLicensedPackage = (root: string, folder: string): LicensedPackage => {
  const manifest = readManifest(root, folder);
  const { license, author } = manifest ?? {};
  const texts = readdirSync(join(root, folder))
    .filter((name) => licenceFilePattern.test(name) && statSync(join(root, folder, name)).isFile())
    .map((name) => readFileSync(join(root, folder, name), 'utf8'));
  return {
    name: manifest?.name ?? basename(folder),
    version: manifest?.version ?? 'unknown',
    licence: typeof license === 'string' ? license : (license?.type ?? ''),
    author: typeof author === 'string' ? author : (author?.name ?? null),
    texts,
  };
};

/** Returns the folders of the packages that are part of the built window, preload and main process. */
const bundledFolders = (root: string): string[] =>
  globSync(`out/${bundledPackagesFolder}/*.json`, { cwd: root }).flatMap((file) =>
    z.array(z.string()).parse(JSON.parse(readFileSync(join(root, file), 'utf8'))),
  );

/**
 * Returns every package of others in the packaged program, with its licence: those in the archive and those
 * bundled into our own files. Fails for a package in the archive that the program doesn't need.
 */
export const licensedPackages = (
  root: string,
  archive: readonly PackedFile[],
  allowed: readonly InstalledPackage[],
): Result<readonly LicensedPackage[], readonly string[]> => {
  const titleOf = ({ name, version }: { name: string; version: string }): string => `${name} ${version}`;
  const folders = new Map(allowed.map((each) => [titleOf(each), each.folder]));
  const packed = packagesIn(archive);
  const strangers = packed.filter((each) => !folders.has(titleOf(each)));
  if (strangers.length > 0)
    return err(
      strangers.map((each) => `${titleOf(each)} is in the package, but the program doesn't load it.`),
    );
  const all = new Set([
    ...packed.flatMap((each) => folders.get(titleOf(each)) ?? []),
    ...bundledFolders(root),
  ]);
  return ok([...all].map((folder) => readLicensedPackage(root, folder)));
};

/** Returns every package of others that a package of this build will contain, with its licence. */
export const licensedPackagesOfBuild = (root: string, { packages }: PackagePlan): LicensedPackage[] =>
  [...new Set([...packages.map(({ folder }) => folder), ...bundledFolders(root)])].map((folder) =>
    readLicensedPackage(root, folder),
  );

/** Returns the permission notice of the MIT licence, from our own licence, without our copyright. */
export const mitNotice = (root: string): string => {
  const text = readFileSync(join(root, 'LICENSE'), 'utf8');
  return text.slice(text.indexOf('Permission is hereby'));
};

/** Returns the bytes of all files below a folder. Links don't count. */
export const sizeOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);

/** Returns a path from the root, for messages. */
export const fromRoot = (root: string, path: string): string => relative(root, path).replaceAll('\\', '/');
