import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Text before the fuses in Electron's binary. The format, the count and the states follow. */
const sentinel = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX');

/** The fuses of format 1, in the order of their states. */
const fuseNames = [
  'runAsNode',
  'cookieEncryption',
  'nodeOptions',
  'nodeCliInspect',
  'embeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
  'wasmTrapHandlers',
] as const;
export type FuseName = (typeof fuseNames)[number];

/** State of a fuse; null for a removed or an unknown one. */
export type Fuses = ReadonlyMap<FuseName, boolean | null>;

const chunkBytes = 4 * 1024 * 1024;
/** Bytes that a chunk repeats of the previous one, so that nothing is cut in two. */
const overlapBytes = 128;

const stateOf = (byte: number | undefined): boolean | null => {
  if (byte === 0x31) return true;
  return byte === 0x30 ? false : null;
};

/** Reads the fuses at the sentinel in a piece of a binary; null when it is not in it. */
export const parseFuses = (bytes: Buffer): Fuses | null => {
  const at = bytes.indexOf(sentinel);
  if (at < 0) return null;
  const [format, count = 0] = bytes.subarray(at + sentinel.length);
  if (format !== 1) return null;
  const states = bytes.subarray(at + sentinel.length + 2, at + sentinel.length + 2 + count);
  return new Map(fuseNames.map((name, index) => [name, stateOf(states[index])]));
};

/** Returns the file that contains the fuses of a running program: on macOS a framework. */
export const fuseFile = (execPath: string, platform: NodeJS.Platform): string => {
  if (platform !== 'darwin') return execPath;
  const frameworks = join(dirname(execPath), '..', 'Frameworks');
  return join(frameworks, 'Electron Framework.framework', 'Electron Framework');
};

/** Reads the fuses of a binary, piece by piece; null when the file has none. */
export const readFuses = async (file: string): Promise<Fuses | null> => {
  await using binary = await open(file, 'r');
  const buffer = Buffer.alloc(chunkBytes);
  for (let position = 0; ; position += chunkBytes - overlapBytes) {
    const { bytesRead } = await binary.read(buffer, 0, chunkBytes, position);
    const fuses = parseFuses(buffer.subarray(0, bytesRead));
    if (fuses || bytesRead < chunkBytes) return fuses;
  }
};

/** The state of each fuse in a package. Its reason is in docs/subjects/packaging.md. */
export const packagedFuses: Readonly<Record<FuseName, boolean>> = {
  runAsNode: false,
  cookieEncryption: true,
  nodeOptions: false,
  nodeCliInspect: false,
  embeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
  wasmTrapHandlers: true,
};

/** Fuses that guard nothing: they change only the start and the speed. */
const unguarding: ReadonlySet<FuseName> = new Set([
  'loadBrowserProcessSpecificV8Snapshot',
  'wasmTrapHandlers',
]);

/** The states that guard a package. Integrity checks do not exist on Linux. */
export const wantedFuses = (platform: NodeJS.Platform): ReadonlyMap<FuseName, boolean> =>
  new Map(
    fuseNames
      .filter((name) => !unguarding.has(name))
      .filter((name) => platform !== 'linux' || name !== 'embeddedAsarIntegrityValidation')
      .map((name) => [name, packagedFuses[name]]),
  );
