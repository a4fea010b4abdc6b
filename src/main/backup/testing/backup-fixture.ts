import { join } from 'node:path';
import { z } from 'zod';
import { createJournalFixture } from '#main/journal/testing/journal-fixture.ts';
import { declareSection } from '#core/index.ts';
import { openSettings, type SettingsStore } from '#main/settings/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { BackupKeeper, type BackupKeeperParts } from '../backup-keeper.ts';

export const greetingSection = declareSection({
  path: 'greeting',
  title: 'Greeting',
  description: 'What is said to newcomers.',
  schema: z.object({ text: z.string().default('hello'), waitSeconds: z.number().default(5) }),
});
export const showSection = declareSection({
  path: 'show',
  title: 'Show',
  description: 'What the show is called.',
  schema: z.object({ title: z.string().default('') }),
});

/** Creates a home with an open journal, open settings and their backups; removed at the end of the block. */
export const createBackupFixture = async () => {
  const journals = createJournalFixture();
  const clock = createFakeClock(Date.UTC(2026, 10, 22, 20, 15, 3));
  const journal = await journals.open();
  const settings = await openSettings({
    file: join(journals.folder, 'settings.json'),
    sections: [greetingSection, showSection],
    environment: {},
    clock,
    secretState: async () => 'missing',
  });
  const folder = join(journals.folder, 'backups');
  const store: SettingsStore = settings.store;
  return {
    clock,
    journals,
    journal,
    store,
    folder,
    keeper: (parts: Partial<BackupKeeperParts> = {}): BackupKeeper =>
      new BackupKeeper({ folder, journal, settings: store, clock, version: '0.1.0', ...parts }),
    [Symbol.asyncDispose]: async () => {
      await settings[Symbol.asyncDispose]();
      await journals[Symbol.asyncDispose]();
    },
  };
};
