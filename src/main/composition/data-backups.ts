import type { Component, ConditionInput, MetricReading } from '#core/index.ts';
import type { BackupKeeper, Backup } from '#main/backup/index.ts';
import type { BackupsPort } from '#main/gateway/data-ports.ts';
import { hourMs, ok, type Clock, type Fault, type Result } from '#shared/kernel/index.ts';

/** Older than a day and its retries: something keeps backups from being made. */
const overdueMs = 27 * hourMs;

/** `less than an hour ago`, `3 h ago`, `2 d ago`. */
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
      ? `${fault.message} It is tried again within the hour.`
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
        ? 'There is no backup that holds anything.'
        : 'There was nothing worth keeping yet: no setting is changed and nothing is recorded.',
    };
  const age = now - lastGood.at;
  const isOverdue = age > overdueMs;
  return {
    ...condition,
    status: isOverdue ? 'false' : 'true',
    reason: isOverdue ? 'Overdue' : 'UpToDate',
    message: `The last good backup was made ${ageInWords(age)}${isOverdue ? ', and one is due each day' : ''}.`,
  };
};

/** The backups, so that they can be seen and switched. Running, it makes one now and one each day. */
export const createBackupsComponent = (keeper: BackupKeeper, clock: Clock): Component => ({
  initialize: (context) => {
    const { scope, events } = context;
    const tell = (made: Result<Backup, Fault>): void => {
      // Not left to the next probe: until then the whole show would count as not known.
      context.setCondition(madeCondition(keeper));
      context.setCondition(recentCondition(keeper, clock.now()));
      if (made.ok) {
        const { id, reason, bytes } = made.value;
        events.emit('backup.made', {
          message: `A backup was made and checked: ${id}.`,
          data: { id, reason, bytes },
        });
      } else {
        events.emit('backup.not-made', {
          level: 'error',
          message: made.error.message,
          data: { code: made.error.code },
        });
      }
    };
    scope.use(keeper.keep(tell), 'automatic backups');
  },
  getHealth: () => [madeCondition(keeper), recentCondition(keeper, clock.now())],
  getFact: () => {
    const { status } = keeper;
    if (status === null) return null;
    return status.lastGood
      ? `last good backup ${ageInWords(clock.now() - status.lastGood.at)}`
      : 'no backup that holds anything';
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

/** The backups as the contract offers them. What is done by hand is an event too. */
export const createBackupsPort = (
  keeper: BackupKeeper,
  tell: (topic: string, message: string, data: Readonly<Record<string, unknown>>) => void,
): BackupsPort => ({
  list: async () => {
    const listed = await keeper.list();
    if (!listed.ok) return listed;
    const backups = await Promise.all(
      listed.value.map(async (backup) => ({
        ...backup,
        damage: (await keeper.findDamage(backup.id))?.message ?? null,
      })),
    );
    return ok({
      folder: keeper.folder,
      backups,
      lastGood: keeper.status?.lastGood?.id ?? null,
      problem: keeper.status?.fault?.message ?? null,
      policy: keeper.policy,
    });
  },
  create: async () => {
    const made = await keeper.make('asked-for');
    if (made.ok) tell('backup.made', `A backup was made and checked: ${made.value.id}.`, { ...made.value });
    return made;
  },
  preview: async ({ id, ...parts }) => {
    const preview = await keeper.preview(id, parts);
    if (!preview.ok) return preview;
    const { settings, journal } = preview.value;
    return ok({
      settings: settings && { impact: settings.impact, differences: [...settings.differences] },
      journal,
    });
  },
  restore: async ({ id, ...parts }) => {
    const restored = await keeper.restore(id, parts);
    if (restored.ok)
      tell(
        'backup.restored',
        `The backup ${id} was restored; ${restored.value.undo} holds the state before.`,
        {
          id,
          ...parts,
          undo: restored.value.undo,
        },
      );
    return restored;
  },
});
