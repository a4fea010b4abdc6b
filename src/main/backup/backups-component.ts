import type { Component, ConditionInput, MetricReading } from '#core/index.ts';
import { backupMade, backupNotMade } from '#shared/catalogue/topics/stores.ts';
import { type Clock, type Fault, type Result, hourMs } from '#shared/kernel/index.ts';
import type { BackupKeeper } from './backup-keeper.ts';
import type { Backup } from './backup-manifest.ts';

/** Longer than a day and its retries: backups are failing. */
const overdueMs = 27 * hourMs;

/** Formats an age as `less than an hour ago`, `3 h ago` or `2 d ago`. */
const ageInWords = (ms: number): string => {
  const hours = Math.floor(ms / hourMs);
  if (hours < 1) return 'less than an hour ago';
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} d ago`;
};

const madeCondition = (keeper: BackupKeeper): ConditionInput => {
  const fault = keeper.status?.fault ?? null;
  return {
    type: 'Made',
    status: fault ? 'false' : 'true',
    severity: 'degraded',
    reason: fault ? 'LastAttemptFailed' : 'AsPlanned',
    message: fault
      ? `${fault.message} Cuelight tries again within the hour.`
      : 'A backup is made at each start and each day.',
  };
};

const recentCondition = (keeper: BackupKeeper, now: number): ConditionInput => {
  const { status } = keeper;
  const condition = { type: 'Recent', severity: 'degraded' } as const;
  if (status === null)
    return {
      ...condition,
      status: 'unknown',
      reason: 'NotLookedYet',
      message: 'The first backup is being made.',
    };
  const { lastGood } = status;
  if (!lastGood)
    return {
      ...condition,
      status: status.fault ? 'false' : 'true',
      reason: 'NothingToKeep',
      message: status.fault
        ? 'There is no backup with content.'
        : 'There is nothing to back up yet: no setting is changed and no event is recorded.',
    };
  const age = now - lastGood.at;
  const isOverdue = age > overdueMs;
  return {
    ...condition,
    status: isOverdue ? 'false' : 'true',
    reason: isOverdue ? 'Overdue' : 'UpToDate',
    message: `The last good backup was made ${ageInWords(age)}${isOverdue ? '. A backup is due each day' : ''}.`,
  };
};

/** Creates the component that makes a backup at its start and one each day. */
export const createBackupsComponent = (keeper: BackupKeeper, clock: Clock): Component => ({
  initialize: (context) => {
    const { scope, events } = context;
    const report = (made: Result<Backup, Fault>): void => {
      // Set at once: until the next probe the overall health would be unknown.
      context.setCondition(madeCondition(keeper));
      context.setCondition(recentCondition(keeper, clock.now()));
      if (made.ok) {
        const { id, reason, bytes } = made.value;
        events.emit(backupMade({ id, reason, bytes }));
      } else {
        events.emit(backupNotMade({ code: made.error.code }, { reason: made.error.message }));
      }
    };
    scope.use(keeper.keep(report), 'automatic backups');
  },
  getHealth: () => [madeCondition(keeper), recentCondition(keeper, clock.now())],
  getFact: () => {
    const { status } = keeper;
    if (status === null) return null;
    return status.lastGood
      ? `Last good backup ${ageInWords(clock.now() - status.lastGood.at)}`
      : 'No backup with content';
  },
  getMetrics: (): readonly MetricReading[] => [
    { name: 'backups', unit: 'backups', value: keeper.status?.count ?? null },
    {
      name: 'backupMegabytes',
      unit: 'MB',
      value: keeper.status ? keeper.status.bytes / 1e6 : null,
    },
    {
      name: 'lastGoodBackupHours',
      unit: 'h',
      value: keeper.status?.lastGood ? (clock.now() - keeper.status.lastGood.at) / hourMs : null,
    },
  ],
  getStatus: () => ({
    folder: keeper.folder,
    kept: keeper.status?.count ?? null,
    lastGood: keeper.status?.lastGood?.id ?? null,
    policy: { ...keeper.policy },
  }),
});
