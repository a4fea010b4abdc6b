import type { StoredBackup } from './backup-folder.ts';
import { holdsSomething } from './backup-manifest.ts';

export const dayMs = 86_400_000;

/** How many backups are kept. What is over any of the limits goes, save the newest and the last one that holds something. */
export interface BackupPolicy {
  readonly count: number;
  /** Days for which they are kept. */
  readonly days: number;
  /** Megabytes (10^6 bytes) that all of them may take together. */
  readonly megabytes: number;
}

export const defaultBackupPolicy: BackupPolicy = { count: 14, days: 60, megabytes: 2_000 };

const dayOf = ({ manifest }: StoredBackup): number => Math.floor(manifest.at / dayMs);

/**
 * Which backups go, given those that are there, newest first. Where there are too many, a day that has several gives
 * one before any day loses its last, so that an hour of many starts does not push weeks out.
 */
export const backupsOverLimit = (
  newestFirst: readonly StoredBackup[],
  { count, days, megabytes }: BackupPolicy,
  now: number,
  keepId?: string,
): readonly string[] => {
  const [newest] = newestFirst;
  const lastGood = newestFirst.find(({ manifest }) => holdsSomething(manifest));
  const mayGo = ({ id }: StoredBackup): boolean => id !== newest?.id && id !== lastGood?.id && id !== keepId;
  const oldest = now - days * dayMs;
  const kept = newestFirst.filter((backup) => backup.manifest.at >= oldest || !mayGo(backup));
  const isOver = (): boolean =>
    kept.length > count || kept.reduce((sum, { bytes }) => sum + bytes, 0) > megabytes * 1e6;
  while (isOver()) {
    const candidates = kept.filter(mayGo).toReversed();
    const spare = candidates.find(
      (backup) => kept.find((other) => dayOf(other) === dayOf(backup))?.id !== backup.id,
    );
    const victim = spare ?? candidates[0];
    if (!victim) break;
    kept.splice(kept.indexOf(victim), 1);
  }
  return newestFirst.filter((backup) => !kept.includes(backup)).map(({ id }) => id);
};
