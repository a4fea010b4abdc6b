import { describe, expect, it } from 'vitest';
import { anEvent, valueOf } from '#main/journal/testing/journal-fixture.ts';
import type { StoredBackup } from './backup-folder.ts';
import { backupsOverLimit, defaultBackupPolicy } from './backup-policy.ts';
import { createBackupFixture } from './testing/backup-fixture.ts';

const day = 86_400_000;
const today = Date.UTC(2026, 10, 22, 20);

const aBackup = (sequence: number, at: number, clockDoubtful = false): StoredBackup => ({
  id: `backup-${sequence}`,
  bytes: 1_000,
  manifest: {
    format: 1,
    at,
    sequence,
    ...(clockDoubtful && { clockDoubtful }),
    reason: 'start',
    version: '0.1.0',
    settingsSha256: '',
    settingsSet: true,
    journal: { bytes: 500, events: 10 },
  },
});

/** One a day for ten days, newest first. */
const tenDays = Array.from({ length: 10 }, (_, index) => aBackup(10 - index, today - index * day));

describe('backups under a doubtful clock', () => {
  it('deletes no backup for its age while the clock is in doubt', () => {
    const found = [aBackup(11, today + 400 * day, true), ...tenDays];
    expect(backupsOverLimit(found, defaultBackupPolicy, null)).toEqual([]);
  });

  it.each([
    ['ahead', 400 * day],
    ['behind', -20 * 365 * day],
  ])('keeps good backups through many starts with a clock that is %s', (_name, offset) => {
    const doubtful = Array.from({ length: 30 }, (_, index) =>
      aBackup(40 - index, today + offset * (1 + index / 10), true),
    );
    const gone = backupsOverLimit([...doubtful, ...tenDays], defaultBackupPolicy, null);
    expect(gone).not.toContain('backup-10');
    expect(gone.filter((id) => tenDays.some((backup) => backup.id === id))).toEqual([]);
    expect(gone).toHaveLength(26);
    // They stay when the clock is trusted again.
    const later = backupsOverLimit(
      [aBackup(41, today + day), ...doubtful, ...tenDays],
      defaultBackupPolicy,
      today + day,
    );
    expect(later.filter((id) => tenDays.some((backup) => backup.id === id))).toEqual([]);
  });

  it('treats a backup that a wrong clock dated into the past as young as the next one', () => {
    const found = [aBackup(12, today), aBackup(11, 0, true), aBackup(10, today - day)];
    expect(backupsOverLimit(found, { ...defaultBackupPolicy, days: 30 }, today)).toEqual([]);
  });

  it('deletes a backup that a wrong clock dated into the future when its neighbours are old', () => {
    const found = [
      aBackup(13, today),
      aBackup(12, today - 50 * day),
      aBackup(11, today + 50 * 365 * day),
      aBackup(10, today - 52 * day),
    ];
    expect(backupsOverLimit(found, { ...defaultBackupPolicy, days: 30 }, today)).toEqual([
      'backup-12',
      'backup-11',
      'backup-10',
    ]);
  });
});

it('takes the backup that was made last as the newest, whatever its date', async () => {
  await using fixture = await createBackupFixture();
  const { clock, store, journal } = fixture;
  valueOf(await store.patch('show', { title: 'First' }));
  journal.appendEvent(anEvent(1));
  let sure: number | null = null;
  const keeper = fixture.keeper({ trustedNow: () => sure });
  clock.jumpWall(50 * 365 * day);
  const ahead = valueOf(await keeper.make('daily'));
  clock.jumpWall(-50 * 365 * day);
  sure = clock.now();
  const right = valueOf(await keeper.make('daily'));
  clock.jumpWall(-10 * 365 * day);
  sure = null;
  const behind = valueOf(await keeper.make('daily'));
  expect(valueOf(await keeper.list()).map(({ id }) => id)).toEqual([behind.id, right.id, ahead.id]);
  expect(keeper.status?.lastGood?.id).toBe(behind.id);
});

it.each([
  ['31 days', 31],
  ['91 days', 91],
  ['400 days', 400],
])('no backup is deleted while the clock is %s ahead and the time is not sure', async (_name, days) => {
  await using fixture = await createBackupFixture();
  const { clock, store, journal } = fixture;
  valueOf(await store.patch('show', { title: 'First' }));
  let isSure = true;
  const keeper = fixture.keeper({
    policy: () => ({ ...defaultBackupPolicy, days: 30 }),
    trustedNow: () => (isSure ? clock.now() : null),
  });
  const good: string[] = [];
  for (const number of [1, 2, 3]) {
    journal.appendEvent(anEvent(number));
    good.push(valueOf(await keeper.make('daily')).id);
  }
  clock.jumpWall(days * day);
  isSure = false;
  valueOf(await keeper.make('start'));
  expect(valueOf(await keeper.list()).map(({ id }) => id)).toEqual(expect.arrayContaining(good));
  // The dates of backups made meanwhile prove nothing once the clock is right again.
  clock.jumpWall(-days * day);
  isSure = true;
  valueOf(await keeper.make('daily'));
  expect(valueOf(await keeper.list()).map(({ id }) => id)).toEqual(expect.arrayContaining(good));
});

it('makes a backup before a clean-up when this run has made none', async () => {
  await using fixture = await createBackupFixture();
  const keeper = fixture.keeper();
  expect(await keeper.hasMadeOne()).toBe(true);
  expect(valueOf(await keeper.list()).map(({ reason }) => reason)).toEqual(['start']);
  expect(await keeper.hasMadeOne()).toBe(true);
  expect(keeper.status?.count).toBe(1);
  const blocked = fixture.keeper({ folder: `${fixture.journals.folder}/settings.json` });
  valueOf(await fixture.store.patch('show', { title: 'First' }));
  expect(await blocked.hasMadeOne()).toBe(false);
});

it('makes a backup a day after the clock jumped back, although the newest is dated into the future', async () => {
  await using fixture = await createBackupFixture();
  const { clock } = fixture;
  const keeper = fixture.keeper();
  const made: string[] = [];
  using _ = keeper.keep((backup) => made.push(backup.ok ? backup.value.reason : backup.error.code));
  await keeper.settled();
  clock.jumpWall(-400 * day);
  await clock.advance(day);
  await keeper.settled();
  expect(made).toEqual(['start', 'daily']);
});
