import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const run = (...command: readonly [string, ...string[]]): boolean =>
  spawnSync(command[0], command.slice(1)).status === 0;

/** Mounts a real, small disk if this user may mount one; returns null otherwise. */
export const mountSmallDisk = (folder: string, size: string) => {
  if (process.platform !== 'linux' || !run('mount', '-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder))
    return null;
  return {
    makeReadOnly: () => run('mount', '-o', 'remount,ro', folder),
    [Symbol.dispose]: () => void run('umount', '-l', folder),
  };
};

/** True when this user may mount a disk. */
export const canMountSmallDisk = (): boolean => {
  const folder = mkdtempSync(join(tmpdir(), 'cuelight-disk-'));
  const disk = mountSmallDisk(folder, '1m');
  disk?.[Symbol.dispose]();
  rmSync(folder, { recursive: true, force: true });
  return disk !== null;
};
