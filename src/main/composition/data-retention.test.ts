import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { BackupKeeper, createBackupsComponent } from '#main/backup/index.ts';
import { createJournalFixture } from '#main/journal/testing/journal-fixture.ts';
import { openSettings } from '#main/settings/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { backupPolicyOf, followRetention } from './data-retention.ts';
import { declareDataSection } from './settings-data-section.ts';

const hourMs = 3_600_000;

const createHome = async () => {
  const home = mkdtempSync(join(tmpdir(), 'cuelight-kept-'));
  const clock = createFakeClock(Date.UTC(2026, 10, 22, 20, 15, 3));
  const data = declareDataSection();
  const settings = await openSettings({
    file: join(home, 'settings.json'),
    sections: [data],
    environment: {},
    clock,
    secretState: async () => 'missing',
  });
  const journals = createJournalFixture();
  return {
    home,
    clock,
    data,
    store: settings.store,
    journals,
    [Symbol.asyncDispose]: async () => {
      await settings[Symbol.asyncDispose]();
      await journals[Symbol.asyncDispose]();
      rmSync(home, { recursive: true, force: true });
    },
  };
};

it('applies the retention settings immediately, and after each change', async () => {
  await using home = await createHome();
  const journal = await home.journals.open();
  const setRetention = vi.spyOn(journal, 'setRetention');
  const setChatArchive = vi.spyOn(journal, 'setChatArchive');
  using _ = followRetention(home.store, home, journal);
  expect(setRetention).toHaveBeenLastCalledWith(
    expect.objectContaining({ chatDays: 90, chatRows: 10_000_000, rollupDays: 365 }),
  );
  expect(setChatArchive).toHaveBeenLastCalledWith(true);
  await home.store.patch('data', {
    chat: { archive: false, days: 7, messages: 5_000 },
    backups: { count: 3 },
  });
  expect(setRetention).toHaveBeenLastCalledWith(expect.objectContaining({ chatDays: 7, chatRows: 5_000 }));
  expect(setChatArchive).toHaveBeenLastCalledWith(false);
  expect(backupPolicyOf(home.store, home)).toEqual({ count: 3, days: 60, megabytes: 2_000 });
});

it('reports the age of the last good backup, and when it should be newer', async () => {
  await using home = await createHome();
  const { clock, store } = home;
  const journal = await home.journals.open();
  const keeper = new BackupKeeper({
    folder: join(home.home, 'backups'),
    journal,
    settings: store,
    clock,
    version: '0.1.0',
  });
  const component = createBackupsComponent(keeper, clock);
  const conditions = async (): Promise<string[]> =>
    ((await component.getHealth?.(new AbortController().signal)) ?? []).map(
      ({ type, status, message }) => `${type} ${status}: ${message}`,
    );
  expect(await conditions()).toContain('Recent unknown: The first backup is being made.');
  expect(component.getFact?.()).toBeNull();
  await keeper.make('start');
  expect((await conditions())[1]).toContain('There is nothing to back up yet');
  await store.patch('data', { chat: { days: 80 } });
  await keeper.make('asked-for');
  expect(await conditions()).toEqual([
    'Made true: A backup is made at each start and each day.',
    'Recent true: The last good backup was made less than an hour ago.',
  ]);
  await clock.advance(3 * hourMs);
  expect(component.getFact?.()).toBe('Last good backup 3 h ago');
  expect(component.getMetrics?.()).toContainEqual({ name: 'lastGoodBackupHours', unit: 'h', value: 3 });
  await clock.advance(25 * hourMs);
  expect((await conditions())[1]).toBe(
    'Recent false: The last good backup was made 28 h ago. A backup is due each day.',
  );
});
