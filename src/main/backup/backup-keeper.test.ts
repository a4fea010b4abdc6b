import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { anEvent, valueOf } from '#main/journal/testing/journal-fixture.ts';
import { createBackupFixture, greetingSection, showSection } from './testing/backup-fixture.ts';

const everything = { settings: true, journal: true } as const;

it('restores the settings and the journal from a backup', async () => {
  await using fixture = await createBackupFixture();
  const { journal, store } = fixture;
  valueOf(await store.patch('greeting', { text: 'good evening' }));
  for (let number = 1; number <= 5; number += 1) journal.appendEvent(anEvent(number));
  const keeper = fixture.keeper();
  const made = valueOf(await keeper.make('asked-for'));
  expect(made).toMatchObject({
    id: '2026-11-22T20-15-03-asked-for',
    reason: 'asked-for',
    version: '0.1.0',
    journal: { events: 5 },
  });

  valueOf(await store.patch('greeting', { text: 'go away', waitSeconds: 60 }));
  // Another journal without the old records.
  const empty = await fixture.journals.open({ file: `${fixture.journals.folder}/new.db` });
  empty.appendEvent(anEvent(9));
  const second = fixture.keeper({ journal: empty });
  const preview = valueOf(await second.preview(made.id, everything));
  expect(preview.settings?.differences).toEqual([
    { path: 'greeting.text', before: 'go away', after: 'good evening' },
    { path: 'greeting.waitSeconds', before: 60, after: undefined },
  ]);
  expect(preview.journal).toEqual({ eventsInBackup: 5 });
  expect(store.get(greetingSection).text).toBe('go away');

  const restored = valueOf(await second.restore(made.id, everything));
  expect(restored).toMatchObject({
    journal: { taken: 5, gaps: 0 },
    undo: expect.stringContaining('before-restore'),
  });
  expect(store.get(greetingSection)).toEqual({ text: 'good evening', waitSeconds: 5 });
  expect(valueOf(await empty.queryEvents({}, 10)).total).toBe(6);

  valueOf(await second.restore(restored.undo, { settings: true, journal: false }));
  expect(store.get(greetingSection)).toEqual({ text: 'go away', waitSeconds: 60 });
});

it('restores a single section', async () => {
  await using fixture = await createBackupFixture();
  const { store } = fixture;
  valueOf(await store.patch('greeting', { text: 'good evening' }));
  valueOf(await store.patch('show', { title: 'First' }));
  const keeper = fixture.keeper();
  const { id } = valueOf(await keeper.make('daily'));
  valueOf(await store.patch('greeting', { text: 'changed' }));
  valueOf(await store.patch('show', { title: 'Second' }));
  valueOf(await keeper.restore(id, { settings: ['greeting'], journal: false }));
  expect(store.get(greetingSection).text).toBe('good evening');
  expect(store.get(showSection).title).toBe('Second');
});

it('deletes backups by count and age, but never the last one with content', async () => {
  await using fixture = await createBackupFixture();
  const { clock, store } = fixture;
  const keeper = fixture.keeper({ policy: () => ({ count: 3, days: 10, megabytes: 100 }) });
  valueOf(await store.patch('show', { title: 'First' }));
  const good = valueOf(await keeper.make('daily')).id;
  valueOf(await store.reset('show', ['title']));
  for (let day = 1; day <= 6; day += 1) {
    await clock.advance(86_400_000);
    valueOf(await keeper.make('daily'));
  }
  const kept = valueOf(await keeper.list());
  expect(kept.map(({ id }) => id.slice(0, 10))).toEqual(['2026-11-28', '2026-11-27', '2026-11-22']);
  expect(kept.at(-1)?.id).toBe(good);
});

it('makes a backup at the start and each day, and reports failures', async () => {
  await using fixture = await createBackupFixture();
  const attempts: string[] = [];
  writeFileSync(`${fixture.journals.folder}/blocked`, '');
  const blocked = fixture.keeper({ folder: `${fixture.journals.folder}/blocked` });
  using _ = blocked.keep((made) => attempts.push(made.ok ? made.value.reason : made.error.code));
  const keeper = fixture.keeper();
  using __ = keeper.keep(() => undefined);
  await keeper.settled();
  await blocked.settled();
  expect(blocked.status).toMatchObject({ count: 0, lastGood: null, fault: { code: 'backup.not-made' } });
  await fixture.clock.advance(86_400_000);
  valueOf(await keeper.make('asked-for'));
  expect(
    valueOf(await keeper.list())
      .map(({ reason }) => reason)
      .toSorted(),
  ).toEqual(['asked-for', 'daily', 'start']);
  // A failed backup is retried within the hour, all day long.
  await blocked.make('asked-for');
  expect(attempts.length).toBeGreaterThan(2);
  expect(new Set(attempts)).toEqual(new Set(['backup.not-made']));
  expect(keeper.status).toMatchObject({ count: 3, fault: null });
});

it('keeps the backups of other days when a day has many starts', async () => {
  await using fixture = await createBackupFixture();
  const { clock, store } = fixture;
  const keeper = fixture.keeper({ policy: () => ({ count: 4, days: 60, megabytes: 100 }) });
  valueOf(await store.patch('show', { title: 'First' }));
  for (let day = 1; day <= 3; day += 1) {
    valueOf(await keeper.make('daily'));
    await clock.advance(86_400_000);
  }
  for (let start = 1; start <= 10; start += 1) {
    valueOf(await keeper.make('start'));
    await clock.advance(60_000);
  }
  expect(valueOf(await keeper.list()).map(({ id }) => id)).toEqual([
    '2026-11-25T20-24-03-start',
    '2026-11-24T20-15-03-daily',
    '2026-11-23T20-15-03-daily',
    '2026-11-22T20-15-03-daily',
  ]);
});

it('deletes backups beyond the size limit', async () => {
  await using fixture = await createBackupFixture();
  const { clock, store } = fixture;
  let megabytes = 1;
  const keeper = fixture.keeper({ policy: () => ({ count: 100, days: 60, megabytes }) });
  valueOf(await store.patch('show', { title: 'First' }));
  for (let day = 1; day <= 3; day += 1) {
    valueOf(await keeper.make('daily'));
    await clock.advance(86_400_000);
  }
  const one = (keeper.status?.bytes ?? 0) / 3;
  expect(one).toBeGreaterThan(0);
  megabytes = (one * 2.5) / 1e6;
  valueOf(await keeper.make('daily'));
  expect(keeper.status).toMatchObject({ count: 2 });
});

it.each([
  {
    name: 'changed settings',
    damage: (backup: string) => writeFileSync(`${backup}/settings.json`, '{"version":1}'),
    expected: 'backup.damaged',
  },
  {
    name: 'a journal that was cut off',
    damage: (backup: string) =>
      writeFileSync(`${backup}/journal.db`, readFileSync(`${backup}/journal.db`).subarray(0, 5_000)),
    expected: 'backup.damaged',
  },
  {
    name: 'no manifest',
    damage: (backup: string) => writeFileSync(`${backup}/manifest.json`, 'torn'),
    expected: 'backup.unknown',
  },
])('refuses a backup with $name and changes nothing', async ({ damage, expected }) => {
  await using fixture = await createBackupFixture();
  const { store, journal } = fixture;
  valueOf(await store.patch('show', { title: 'First' }));
  journal.appendEvent(anEvent(1));
  const keeper = fixture.keeper();
  const { id } = valueOf(await keeper.make('daily'));
  expect(await keeper.findDamage(id)).toBeNull();
  damage(`${fixture.folder}/${id}`);
  expect(await keeper.findDamage(id)).toMatchObject({ code: expected });
  valueOf(await store.patch('show', { title: 'Second' }));
  expect(await keeper.restore(id, everything)).toMatchObject({ ok: false, error: { code: expected } });
  expect(store.get(showSection).title).toBe('Second');
});

it.each(['../../etc/passwd', '..', '', '2026-11-22T20-15-03-daily/../../x'])(
  'refuses the id "%s"',
  async (id) => {
    await using fixture = await createBackupFixture();
    expect(await fixture.keeper().preview(id, everything)).toMatchObject({
      ok: false,
      error: { code: 'backup.unknown' },
    });
  },
);

it('deletes the remains of an interrupted backup at the next backup', async () => {
  await using fixture = await createBackupFixture();
  mkdirSync(`${fixture.folder}/.unfinished-2026-11-21T10-00-00-daily`, { recursive: true });
  const keeper = fixture.keeper();
  expect(valueOf(await keeper.list())).toEqual([]);
  const { id } = valueOf(await keeper.make('daily'));
  expect(readdirSync(fixture.folder)).toEqual([id]);
});

it('backs up only the settings when there is no journal on disk', async () => {
  await using fixture = await createBackupFixture();
  const memory = await fixture.journals.open({ file: fixture.journals.folder });
  const keeper = fixture.keeper({ journal: memory });
  const { id, journal } = valueOf(await keeper.make('daily'));
  expect(journal).toBeNull();
  expect(await keeper.findDamage(id)).toBeNull();
  expect(await keeper.preview(id, everything)).toMatchObject({
    ok: false,
    error: { code: 'backup.without-journal' },
  });
  expect(await keeper.preview(id, { settings: true, journal: false })).toMatchObject({ ok: true });
});
