import type { Fault, Result } from '#shared/kernel/index.ts';

/** The kinds of packages that Cuelight can replace itself with. */
export const packageKinds = ['appimage', 'deb', 'nsis'] as const;
export type PackageKind = (typeof packageKinds)[number];

/** A verified update, reduced to the package of this installation. */
export interface VerifiedUpdate {
  readonly version: string;
  /** ISO 8601. */
  readonly releasedAt: string;
  readonly url: URL;
  /** SHA-512 in base64. */
  readonly sha512: string;
  readonly size: number;
}

/** Writes the package at an address to a file, within its size and time limits. Rejects with a fault. */
export type FetchPackage = (url: URL, destination: string) => Promise<void>;

/** The library that downloads a package and starts its installer. */
export interface PackageUpdater {
  /** Downloads the package through `fetch`. Resolves with the path of the downloaded file. */
  download(update: VerifiedUpdate, fetch: FetchPackage): Promise<Result<string, Fault>>;
  /**
   * Starts the installer of the downloaded package, which starts Cuelight again. Blocks until the installer
   * has run. False when it did not start or did not succeed.
   */
  install(): boolean;
}

/** The host's part in an update: its build, its package, and its restart. */
export interface UpdateHost {
  /** Address of the feed and public keys, fixed at build time; null in a build without them. */
  readonly source: { readonly feed: string; readonly keys: string } | null;
  /** The kind of package that this program was installed from; null when it can't replace itself. */
  readonly kind: PackageKind | null;
  readonly platform: string;
  readonly arch: string;
  /** Loads the library. Its downloads are stored in a folder. */
  openUpdater(folder: string): Promise<Result<PackageUpdater, Fault>>;
  /** Stops the program in order, then calls `install`, then exits. Starts this version again on false. */
  installAfterStop(install: () => boolean): void;
}
