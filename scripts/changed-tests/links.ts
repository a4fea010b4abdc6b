import { posix } from 'node:path';
import { parseSync } from 'oxc-parser';
import { resolveImport } from '../imports/own-imports.ts';

/** The dependency of a file on another file, or on every file below a folder. */
export interface Link {
  readonly to: string;
  readonly kind: 'file' | 'folder';
}

/** The files of a project, by path from the root, with forward slashes. */
export interface FileTree {
  readonly hasFile: (path: string) => boolean;
  readonly hasFolder: (path: string) => boolean;
}

/**
 * Builds a tree from paths. They may include deleted files, because a file that still names a deleted file
 * depends on it.
 */
export const treeOf = (files: Iterable<string>): FileTree => {
  const known = new Set(files);
  const folders = new Set<string>();
  for (const file of known)
    for (
      let folder = posix.dirname(file);
      folder !== '.' && !folders.has(folder);
      folder = posix.dirname(folder)
    )
      folders.add(folder);
  return { hasFile: (path) => known.has(path), hasFolder: (path) => folders.has(path) };
};

/** Returns the modules that a file loads at runtime, without type imports. */
const loadedBy = (path: string, text: string): readonly string[] => {
  const { module } = parseSync(path, text);
  return [
    ...module.staticImports
      .filter(({ entries }) => entries.length === 0 || entries.some((entry) => !entry.isType))
      .map((statement) => statement.moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap((entry) => (entry.moduleRequest && !entry.isType ? [entry.moduleRequest.value] : [])),
    ),
  ];
};

/** Returns quoted texts that may be paths. Some are in comments, which at worst runs an unnecessary test. */
const quoted = /(["'`])((?:[\w#.@-]+\/)*[\w#.@*{},$[\]-]+\/?|[\w#.@*{},$[\]/-]+)\1/g;

/**
 * Returns the longest constant part of a pattern or template: `docs/*.md` is in `docs`, `scenes/${name}.yaml`
 * in `scenes`.
 */
const certainPart = (text: string): { readonly path: string; readonly isWhole: boolean } => {
  const at = text.search(/[*{[$]/);
  return at === -1
    ? { path: text, isWhole: true }
    : { path: posix.dirname(`${text.slice(0, at)}x`), isWhole: false };
};

/**
 * Common words equal folders of the root (`src`, `docs`), so only tools, which walk the tree, link to such a
 * folder.
 */
const meansFolder = (from: string, path: string): boolean => path.includes('/') || isTool(from);
const isTool = (from: string): boolean => from.startsWith('scripts/');

/**
 * Returns the files and folders that a file names, in an import or in a path that it reads, starts or walks.
 */
export const linksOf = (from: string, text: string, tree: FileTree): readonly Link[] => {
  const found = new Map<string, Link>();
  const add = (path: string, isWhole: boolean): boolean => {
    const to = posix.normalize(path).replace(/\/$/, '');
    if (to === from || to === '.' || to.startsWith('..')) return false;
    if (isWhole && tree.hasFile(to)) found.set(to, { to, kind: 'file' });
    else if (tree.hasFolder(to) && meansFolder(from, to)) found.set(to, { to, kind: 'folder' });
    else return false;
    return true;
  };
  const follow = (name: string): void => {
    const { path, isWhole } = certainPart(name.replace(/\?.*$/, ''));
    const isFollowed = add(resolveImport(from, path) ?? path, isWhole);
    // Relative paths and some files of the root start with a dot.
    if (!isFollowed && path.startsWith('.')) add(path, isWhole);
  };
  if (/\.[cm]?tsx?$/.test(from)) for (const name of loadedBy(from, text)) follow(name);
  const importing = /\.[cm]?tsx?$/.test(from) ? withoutTypeImports(text) : text;
  for (const [, , name] of importing.matchAll(quoted))
    if (name !== undefined && (/[./#]/.test(name) || isTool(from))) follow(name);
  return [...found.values()];
};

/** Returns the text without type-only imports and exports, whose paths are not followed. */
const withoutTypeImports = (text: string): string =>
  text.replaceAll(/^(?:import|export) type [^;'"]*from\s*(['"])[^'"]+\1;?/gm, '');
