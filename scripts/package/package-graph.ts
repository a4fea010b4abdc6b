import { err, ok, type Result } from '#shared/kernel/index.ts';

/** The fields of a package.json that decide on what a package needs. */
export interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>> | undefined;
  readonly optionalDependencies?: Readonly<Record<string, string>> | undefined;
  readonly peerDependencies?: Readonly<Record<string, string>> | undefined;
  readonly peerDependenciesMeta?:
    Readonly<Record<string, { readonly optional?: boolean | undefined }>> | undefined;
}

/** A package in node_modules. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** Its folder, from the project's root, with forward slashes. */
  readonly folder: string;
}

/** Reads the package.json in a folder below the root; null without one. */
export type ReadManifest = (folder: string) => PackageManifest | null;

/** Finds a package the way Node does: in the nearest `node_modules` above the package that asks. */
const findPackage = (name: string, from: string, read: ReadManifest): InstalledPackage | null => {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf('node_modules/') - 1))) {
    const folder = base === '' ? `node_modules/${name}` : `${base}/node_modules/${name}`;
    const manifest = read(folder);
    if (manifest) return { name: manifest.name, version: manifest.version, folder };
    if (base === '') return null;
  }
};

/**
 * Returns the named packages and everything that they need. Optional packages and peers count if they are
 * installed. Fails with the name of a required package that is missing.
 */
export const packagesNeededBy = (
  names: Iterable<string>,
  read: ReadManifest,
): Result<readonly InstalledPackage[], string> => {
  const found = new Map<string, InstalledPackage>();
  const open = [...names].map((name) => ({ name, from: '', required: true }));
  for (let next = open.pop(); next; next = open.pop()) {
    const package_ = findPackage(next.name, next.from, read);
    if (!package_) {
      if (!next.required) continue;
      return err(`${next.name}, which ${next.from || 'the program'} needs, is not installed. Run npm ci.`);
    }
    const { folder } = package_;
    if (found.has(folder)) continue;
    found.set(folder, package_);
    const manifest = read(folder);
    const optional = Object.keys(manifest?.optionalDependencies ?? {});
    const peers = Object.keys(manifest?.peerDependencies ?? {}).filter(
      (peer) => manifest?.peerDependenciesMeta?.[peer]?.optional !== true,
    );
    open.push(
      ...Object.keys(manifest?.dependencies ?? {}).map((name) => ({
        name,
        from: folder,
        required: !optional.includes(name),
      })),
      ...[...optional, ...peers].map((name) => ({ name, from: folder, required: false })),
    );
  }
  return ok([...found.values()].toSorted((a, b) => (a.folder < b.folder ? -1 : 1)));
};
