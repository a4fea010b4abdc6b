import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Plugin } from 'vite';

/** Names the folder of the lists in the build output. */
export const bundledPackagesFolder = 'bundled-packages';

/**
 * Returns the folder of the package that a module comes from, with forward slashes and without a query; null
 * for our own modules. Helper modules of the build tools count as modules of their package.
 */
export const packageFolderOf = (moduleId: string, root: string): string | null => {
  const helper = /^\0(?<tool>vite|rolldown)\//.exec(moduleId)?.groups?.['tool'];
  if (helper !== undefined) return `node_modules/${helper}`;
  const path = moduleId
    .replace(/^\0/, '')
    .replace(/[?#].*$/, '')
    .replaceAll('\\', '/');
  const found = /^(?<folder>.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.groups?.['folder'];
  if (found === undefined) return null;
  const base = `${root.replaceAll('\\', '/')}/`;
  return found.startsWith(base) ? found.slice(base.length) : found;
};

/**
 * Writes a list of the package folders whose code or files are in this part of the build. The licences of the
 * packaged program come from these lists.
 */
export const bundledPackages = (root: string): Plugin => {
  // Names of copied files are relative to the root of this part of the build.
  let partRoot = root;
  return {
    name: 'cuelight-bundled-packages',
    apply: 'build',
    configResolved: (config) => {
      partRoot = config.root;
    },
    writeBundle: async ({ dir = '' }, bundle) => {
      const moduleIds = Object.values(bundle).flatMap((file) =>
        file.type === 'chunk'
          ? Object.keys(file.modules)
          : file.originalFileNames.map((name) => resolve(partRoot, name)),
      );
      const folders = new Set(moduleIds.flatMap((id) => packageFolderOf(id, root) ?? []));
      const target = join(dir, '..', bundledPackagesFolder);
      await mkdir(target, { recursive: true });
      await writeFile(
        join(target, `${basename(dir)}.json`),
        `${JSON.stringify([...folders].toSorted(), null, 2)}\n`,
      );
    },
  };
};
