import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import {
  anEvent,
  createJournalFixture,
  testThreads,
  valueOf,
} from '#main/journal/testing/journal-fixture.ts';
import { backUpBeforeUpdate } from './before-update.ts';
import { BackupFolder } from './backup-folder.ts';

const createHome = async () => {
  const journals = createJournalFixture();
  const folder = join(journals.folder, 'backups');
  const settingsFile = join(journals.folder, 'settings.json');
  return {
    journals,
    folder,
    settingsFile,
    backUp: (version = '0.2.0') =>
      backUpBeforeUpdate({
        folder,
        journalFile: journals.file,
        settingsFile,
        threads: testThreads(),
        clock: createFakeClock(Date.UTC(2026, 10, 22, 20, 15, 3)),
        version,
      }),
    fill: async () => {
      const journal = await journals.open();
      journal.appendEvent(anEvent(1));
      valueOf(await journal.close());
      writeFileSync(settingsFile, '{"version": 1, "show": {"title": "First"}}');
    },
    /** A backup of an earlier version. */
    addEarlier: (version: string) =>
      new BackupFolder(folder).add(
        { at: 1, reason: 'daily', version, settingsSet: true },
        '{}',
        async () => null,
      ),
    [Symbol.asyncDispose]: () => journals[Symbol.asyncDispose](),
  };
};

it('copies the data of another version unchanged before anything opens it', async () => {
  await using home = await createHome();
  await home.fill();
  valueOf(await home.addEarlier('0.1.0'));
  const made = valueOf(await home.backUp());
  expect(made).toMatchObject({
    id: '2026-11-22T20-15-03-before-update',
    manifest: { reason: 'before-update', version: '0.1.0', journal: { events: 1 } },
  });
  expect(readFileSync(join(home.folder, made?.id ?? '', 'settings.json'), 'utf8')).toBe(
    readFileSync(home.settingsFile, 'utf8'),
  );
});

it('copies a journal of an older format, whichever version made the last backup', async () => {
  await using home = await createHome();
  await home.fill();
  const database = new DatabaseSync(home.journals.file);
  database.exec('PRAGMA user_version = 1');
  database.close();
  valueOf(await home.addEarlier('0.2.0'));
  expect(valueOf(await home.backUp())).toMatchObject({ manifest: { journal: { events: 1 } } });
});

it.each([
  { name: 'an empty home', prepare: async () => undefined },
  {
    name: 'a home of the same version',
    prepare: async (home: Awaited<ReturnType<typeof createHome>>) => {
      await home.fill();
      valueOf(await home.addEarlier('0.2.0'));
    },
  },
])('copies nothing from $name', async ({ prepare }) => {
  await using home = await createHome();
  await prepare(home);
  expect(valueOf(await home.backUp())).toBeNull();
});

it('does not copy a token that a person wrote into the settings by hand', async () => {
  await using home = await createHome();
  const token = 'a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5';
  writeFileSync(home.settingsFile, `{"version": 0, "twitch": {"login": "oauth:${token}"}}`);
  const made = valueOf(await home.backUp());
  const copy = readFileSync(join(home.folder, made?.id ?? '', 'settings.json'), 'utf8');
  expect(copy).not.toContain(token);
  expect(copy).toContain('[redacted]');
});

it('copies settings that only look like a secret unchanged', async () => {
  await using home = await createHome();
  const settings =
    '{"version": 0, "goLive": {"text": "Top secret: raid night, password=raid"}, "clientId": "a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5"}';
  writeFileSync(home.settingsFile, settings);
  const made = valueOf(await home.backUp());
  expect(readFileSync(join(home.folder, made?.id ?? '', 'settings.json'), 'utf8')).toBe(settings);
});

it('reports an unusable disk and leaves no half-made backup', async () => {
  await using home = await createHome();
  await home.fill();
  mkdirSync(join(home.journals.folder, 'blocked'));
  writeFileSync(home.folder, 'a file where the folder belongs');
  const settings = '{"version": 0}';
  writeFileSync(home.settingsFile, settings);
  expect(await home.backUp()).toMatchObject({ ok: false, error: { code: 'backup.not-made' } });
});
