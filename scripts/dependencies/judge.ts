import { importsOf } from '../imports/own-imports.ts';

/** One file of the built program. */
export interface BuiltFile {
  readonly path: string;
  readonly text: string;
}

/** The dependencies in a package.json. */
export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>> | undefined;
  readonly peerDependencies?: Readonly<Record<string, string>> | undefined;
  readonly peerDependenciesMeta?:
    Readonly<Record<string, { readonly optional?: boolean | undefined }>> | undefined;
}

/** Modules that the runtime provides. */
const isBuiltIn = (specifier: string): boolean => specifier.startsWith('node:') || specifier === 'electron';

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** Returns the modules that a CommonJS file requires. */
export const requiredIn = (text: string): string[] =>
  [...text.matchAll(/\brequire\(\s*["']([^"'\n]+)["']\s*\)/g)].map(([, name = '']) => name);

/** Returns the packages that built files load by `import`, `import()` or `require`. */
export const packagesLoadedBy = (files: readonly BuiltFile[]): ReadonlySet<string> =>
  new Set(
    files
      .flatMap(({ path, text }) => [...importsOf(path, text), ...requiredIn(text)])
      .filter((specifier) => !/^[./#]/.test(specifier) && !isBuiltIn(specifier))
      .map(packageOf),
  );

/**
 * Compares `dependencies`, which the packaged program contains, with the packages that the built program
 * loads. Each loaded package must be listed, and each listed package must be loaded or be a peer dependency
 * of a loaded package. Empty without problems.
 */
export const judgeDependencies = (
  loaded: ReadonlySet<string>,
  { dependencies = {} }: Manifest,
  manifestOf: (name: string) => Manifest,
): string[] => {
  const peers = [...loaded].flatMap((name) => {
    const { peerDependencies = {}, peerDependenciesMeta = {} } = manifestOf(name);
    return Object.keys(peerDependencies).filter((peer) => peerDependenciesMeta[peer]?.optional !== true);
  });
  const needed = new Set([...loaded, ...peers]);
  return [
    ...[...needed]
      .filter((name) => !Object.hasOwn(dependencies, name))
      .map((name) => `${name} is loaded by the built program: move it to dependencies in package.json.`),
    ...Object.keys(dependencies)
      .filter((name) => !needed.has(name))
      .map(
        (name) => `${name} is not loaded by the built program: move it to devDependencies in package.json.`,
      ),
  ];
};
