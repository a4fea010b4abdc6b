import { open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The steps of a write. A crash after each step leaves a different state on disk. */
export const writeSteps = [
  'temporary-opened',
  'temporary-written',
  'temporary-synced',
  'renamed',
  'folder-synced',
] as const;
export type WriteStep = (typeof writeSteps)[number];

export interface DurableWriteOptions {
  /** File mode; by default only the owner can read the file. */
  readonly mode?: number;
  /** Called after each step. The crash tests kill the process here. */
  readonly atStep?: ((step: WriteStep) => void) | undefined;
}

const temporaryMark = '.cuelight-tmp-';

const syncFolder = async (folder: string): Promise<void> => {
  // Windows cannot open a folder, and makes renames durable without a sync.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/**
 * Replaces a file's content so that a crash at any moment leaves either the old or the new content, complete.
 * Resolves when the new content would survive a power cut. The caller must not overlap two writes of one
 * file.
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
 * Deletes the temporary files of interrupted writes whose names start with `prefix`. Only for the sole writer
 * of these files, before its first write.
 */
export const removeLeftovers = async (folder: string, prefix: string): Promise<void> => {
  const names = await readdir(folder).catch((): string[] => []);
  for (const name of names) {
    if (name.startsWith(prefix) && name.includes(temporaryMark))
      await rm(join(folder, name), { force: true });
  }
};
