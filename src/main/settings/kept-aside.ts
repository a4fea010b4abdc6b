import { constants } from 'node:fs';
import { copyFile, link, rm } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { errorCodeOf } from '#shared/kernel/index.ts';

/** `settings.broken-2026-11-22T20-15-03.json`: sorts by time, and is a file name everywhere. */
const asideName = (file: string, now: number, copy: number): string => {
  const extension = extname(file);
  const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');
  const name = `${basename(file, extension)}.broken-${stamp}${copy > 1 ? `-${copy}` : ''}${extension}`;
  return join(dirname(file), name);
};

/** A second name for the same content, or a copy where the file system knows no second names. Fails on a taken name. */
const linkOrCopy = async (file: string, kept: string): Promise<void> => {
  try {
    await link(file, kept);
  } catch (thrown) {
    if (errorCodeOf(thrown) === 'EEXIST') throw thrown;
    await copyFile(file, kept, constants.COPYFILE_EXCL);
  }
};

/** Keeps a file's content under a dated name, never one that is taken. The file stays. Returns the new path. */
export const keepCopy = async (file: string, now: number): Promise<string> => {
  for (let copy = 1; ; copy += 1) {
    const kept = asideName(file, now, copy);
    try {
      await linkOrCopy(file, kept);
      return kept;
    } catch (thrown) {
      if (errorCodeOf(thrown) !== 'EEXIST') throw thrown;
    }
  }
};

/** Like {@link keepCopy}; the file itself is gone then. */
export const keepAside = async (file: string, now: number): Promise<string> => {
  const kept = await keepCopy(file, now);
  await rm(file);
  return kept;
};
