import { dayMs } from '#shared/kernel/index.ts';
import type { StoredBackup } from './backup-folder.ts';
import { holdsSomething } from './backup-manifest.ts';

/** How many backups are kept. What is over any of the limits goes, save the newest and the last one that holds something. */
export interface BackupPolicy {
  readonly count: number;
  /** Days for which they are kept. */
  readonly days: number;
  /** Megabytes (10^6 bytes) that all of them may take together. */
  readonly megabytes: number;
}

export const defaultBackupPolicy: BackupPolicy = { count: 14, days: 60, megabytes: 2_000 };

/** The day of a backup. All that were made under a doubtful clock count as one day: their dates prove nothing. */
const dayOf = ({ manifest }: StoredBackup): number | 'doubtful' =>
  manifest.clockDoubtful === true ? 'doubtful' : Math.floor(manifest.at / dayMs);

/**
 * When each backup was made at the latest, given all of them, newest first. One whose date does not fit between those
 * of its neighbours was stamped by a wrong clock: it is as young as the next one, or as now.
 */
const latestTimes = (newestFirst: readonly StoredBackup[], now: number): ReadonlyMap<string, number> => {
  const times = new Map<string, number>();
  const isSure = ({ manifest }: StoredBackup): boolean =>
    manifest.clockDoubtful !== true && manifest.at <= now;
  let upper = now;
  newestFirst.forEach((backup, index) => {
    const before = newestFirst.slice(index + 1).find(isSure)?.manifest.at ?? 0;
    const { at } = backup.manifest;
    const fits = at <= upper && (isSure(backup) || at >= before);
    times.set(backup.id, fits ? at : upper);
    if (fits && isSure(backup)) upper = at;
  });
  return times;
};

/**
 * Which backups go, given those that are there, newest first. Where there are too many, a day that has several gives
 * one before any day loses its last, so that an hour of many starts does not push weeks out. `now` is null while the
 * time is not known: then none goes by its age, and only those of a doubtful clock make room.
 */
export const backupsOverLimit = (
  newestFirst: readonly StoredBackup[],
  { count, days, megabytes }: BackupPolicy,
  now: number | null,
  keepId?: string,
): readonly string[] => {
  const [newest] = newestFirst;
  const lastGood = newestFirst.find(({ manifest }) => holdsSomething(manifest));
  // The last one of a clock that was believed stays as well: what was made since may hold what a wrong clock did.
  const lastSure = newestFirst.find(
    ({ manifest }) => manifest.clockDoubtful !== true && holdsSomething(manifest),
  );
  const mayGo = ({ id, manifest }: StoredBackup): boolean =>
    id !== newest?.id &&
    id !== lastGood?.id &&
    id !== lastSure?.id &&
    id !== keepId &&
    (now !== null || manifest.clockDoubtful === true);
  const times = latestTimes(newestFirst, now ?? 0);
  const isOld = ({ id }: StoredBackup): boolean =>
    now !== null && (times.get(id) ?? now) < now - days * dayMs;
  const kept = newestFirst.filter((backup) => !isOld(backup) || !mayGo(backup));
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
