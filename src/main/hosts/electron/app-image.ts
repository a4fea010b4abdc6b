import { copyFileSync, linkSync, realpathSync, renameSync, rmSync } from 'node:fs';

/** The part of the process that tells where the program runs from. */
export type RunningProgram = Pick<NodeJS.Process, 'env' | 'execPath'>;

const resolvePath = (path: string): string => {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
};

/**
 * Returns the AppImage that this program runs from; null when it runs from none. A program that was started
 * by an AppImage of another product inherits `APPIMAGE`, and must neither start nor replace that file. So the
 * running program has to be in the mount of the AppImage, which its runtime names in `APPDIR`.
 */
export const ownAppImage = ({ env, execPath }: RunningProgram): string | null => {
  const { APPIMAGE: file = '', APPDIR: mount = '' } = env;
  if (file === '' || mount === '') return null;
  return resolvePath(execPath).startsWith(`${resolvePath(mount)}/`) ? file : null;
};

/**
 * Returns Electron's options for starting this program again. The program of an AppImage is in a mount that
 * ends with it, so the AppImage is started. Without `execPath`, Electron starts the running program.
 */
export const restartOptions = (
  program: RunningProgram,
  args: readonly string[],
): { args: string[]; execPath?: string } => {
  const appImage = ownAppImage(program);
  return { args: [...args], ...(appImage === null ? {} : { execPath: appImage }) };
};

/**
 * Replaces an AppImage. The updater deletes the old file before it moves the new one into place, so a full
 * disk would leave none. Meanwhile the old file has a second name, from which a failure restores it.
 */
export const replaceAppImage = (file: string, replace: () => boolean): boolean => {
  const spare = `${file}.previous`;
  rmSync(spare, { force: true });
  try {
    linkSync(file, spare);
  } catch {
    // Some file systems of external disks have no hard links.
    copyFileSync(file, spare);
  }
  let isReplaced = false;
  try {
    isReplaced = replace();
  } finally {
    if (!isReplaced) renameSync(spare, file);
    // Renaming does nothing when both names are links to the same file.
    rmSync(spare, { force: true });
  }
  return isReplaced;
};
