import { constants } from 'node:fs';
import { copyFile, link, rm } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { errorCodeOf } from '#shared/kernel/index.ts';

/** Returns `settings.broken-2026-11-22T20-15-03.json`, which sorts by time and is valid on every system. */
const asideName = (file: string, now: number, copy: number): string => {
  const extension = extname(file);
  const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');
  const name = `${basename(file, extension)}.broken-${stamp}${copy > 1 ? `-${copy}` : ''}${extension}`;
  return join(dirname(file), name);
};

/** Hard-links a file, or copies it where the file system has no hard links. Fails when the name is taken. */
const linkOrCopy = async (file: string, target: string): Promise<void> => {
  try {
    await link(file, target);
  } catch (thrown) {
    if (errorCodeOf(thrown) === 'EEXIST') throw thrown;
    await copyFile(file, target, constants.COPYFILE_EXCL);
  }
};

/** Copies a file to a free dated name and returns the new path. The file stays. */
export const copyAside = async (file: string, now: number): Promise<string> => {
  for (let copy = 1; ; copy += 1) {
    const target = asideName(file, now, copy);
    try {
      await linkOrCopy(file, target);
      return target;
    } catch (thrown) {
      if (errorCodeOf(thrown) !== 'EEXIST') throw thrown;
    }
  }
};

/** Moves a file to a free dated name and returns the new path. */
export const moveAside = async (file: string, now: number): Promise<string> => {
  const target = await copyAside(file, now);
  await rm(file);
  return target;
};
