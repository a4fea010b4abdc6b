import { dayMs } from '#shared/kernel/index.ts';
import type { StoredBackup } from './backup-folder.ts';
import { holdsSomething } from './backup-manifest.ts';

/**
 * Limits of the backups. Backups beyond any limit are deleted, except the newest and the last one with
 * content.
 */
export interface BackupPolicy {
  readonly count: number;
  /** Days after which a backup is deleted. */
  readonly days: number;
  /** Megabytes (10^6 bytes) that all backups may take together. */
  readonly megabytes: number;
}

export const defaultBackupPolicy: BackupPolicy = { count: 14, days: 60, megabytes: 2_000 };

/**
 * Returns the day of a backup. All backups under a doubtful clock count as one day, since their dates prove
 * nothing.
 */
const dayOf = ({ manifest }: StoredBackup): number | 'doubtful' =>
  manifest.clockDoubtful === true ? 'doubtful' : Math.floor(manifest.at / dayMs);

/**
 * Returns the latest possible time of each backup, given all backups, newest first. A backup whose date does
 * not fit between the dates of its neighbours was stamped by a wrong clock: its time is that of the next
 * newer backup, or now.
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
 * Selects the backups to delete, given all backups, newest first. A day with several backups loses one before
 * any day loses its last, so that an hour of many starts does not delete weeks of backups. `now` is null
 * while the clock is in doubt: then no backup is deleted for its age, and only backups of a doubtful clock
 * make room.
 */
export const backupsOverLimit = (
  newestFirst: readonly StoredBackup[],
  { count, days, megabytes }: BackupPolicy,
  now: number | null,
  keepId?: string,
): readonly string[] => {
  const [newest] = newestFirst;
  const lastGood = newestFirst.find(({ manifest }) => holdsSomething(manifest));
  // The last backup of a trusted clock stays as well: later backups may contain the effects of the wrong
  // clock.
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
  const remaining = newestFirst.filter((backup) => !isOld(backup) || !mayGo(backup));
  const isOver = (): boolean =>
    remaining.length > count || remaining.reduce((sum, { bytes }) => sum + bytes, 0) > megabytes * 1e6;
  while (isOver()) {
    const candidates = remaining.filter(mayGo).toReversed();
    const spare = candidates.find(
      (backup) => remaining.find((other) => dayOf(other) === dayOf(backup))?.id !== backup.id,
    );
    const victim = spare ?? candidates[0];
    if (!victim) break;
    remaining.splice(remaining.indexOf(victim), 1);
  }
  return newestFirst.filter((backup) => !remaining.includes(backup)).map(({ id }) => id);
};
