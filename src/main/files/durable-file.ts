import { open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The moments of a write at which a crash leaves something different behind. */
export const writeSteps = [
  'temporary-opened',
  'temporary-written',
  'temporary-synced',
  'renamed',
  'folder-synced',
] as const;
export type WriteStep = (typeof writeSteps)[number];

export interface DurableWriteOptions {
  /** File mode; readable by the owner alone unless said otherwise. */
  readonly mode?: number;
  /** Called after each step: where the crash tests pull the plug. */
  readonly atStep?: ((step: WriteStep) => void) | undefined;
}

const temporaryMark = '.cuelight-tmp-';

const syncFolder = async (folder: string): Promise<void> => {
  // Windows cannot open a folder, and makes renames durable by itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/**
 * Replaces a file's content so that a crash at any moment leaves the old content or the new one, whole. Resolves when
 * the new content would survive a power cut. Two writes of one file must not overlap: that is the caller's to see to.
 */
export const writeFileDurably = async (
  file: string,
  content: string | Uint8Array,
  { mode = 0o600, atStep = () => undefined }: DurableWriteOptions = {},
): Promise<void> => {
  const temporary = `${file}${temporaryMark}${process.pid}`;
  try {
    await rm(temporary, { force: true });
    const handle = await open(temporary, 'wx', mode);
    try {
      atStep('temporary-opened');
      await handle.writeFile(content);
      atStep('temporary-written');
      await handle.sync();
    } finally {
      await handle.close();
    }
    atStep('temporary-synced');
    await rename(temporary, file);
    atStep('renamed');
    await syncFolder(dirname(file));
    atStep('folder-synced');
  } catch (thrown) {
    await rm(temporary, { force: true });
    throw thrown;
  }
};

/**
 * Deletes what interrupted writes left behind in a folder, of files whose names begin so. Only for the one part of
 * the one program that writes these files, and before it does.
 */
export const removeLeftovers = async (folder: string, prefix: string): Promise<void> => {
  const names = await readdir(folder).catch((): string[] => []);
  for (const name of names) {
    if (name.startsWith(prefix) && name.includes(temporaryMark))
      await rm(join(folder, name), { force: true });
  }
};
