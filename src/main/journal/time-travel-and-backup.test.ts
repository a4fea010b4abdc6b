import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { HealthTransition, Journal } from './port.ts';
import { anEvent, createJournalFixture, valueOf } from './testing/journal-fixture.ts';

const transition = (componentId: string, at: number, reason: string): HealthTransition => ({
  componentId,
  at,
  state: 'running',
  level: 'healthy',
  reason,
});

const reasonsAt = async (journal: Journal, at: number): Promise<Record<string, string>> =>
  Object.fromEntries(
    valueOf(await journal.queryHealthAt(at)).map(({ componentId, reason }) => [componentId, reason]),
  );

it('returns the state of every component at any past moment, on disk and in memory', async () => {
  await using fixture = createJournalFixture();
  const onDisk = await fixture.open();
  const inMemory = await fixture.open({ file: fixture.folder });
  for (const journal of [onDisk, inMemory]) {
    journal.appendTransition(transition('obs:main', 100, 'Connecting'));
    journal.appendTransition(transition('obs:main', 200, 'Connected'));
    journal.appendTransition(transition('twitch-chat', 250, 'Connected'));
    journal.appendTransition(transition('obs:main', 300, 'WrongPassword'));
    journal.appendTransition(transition('obs:main', 300, 'WaitsForSettings'));

    expect(await reasonsAt(journal, 99)).toEqual({});
    expect(await reasonsAt(journal, 249)).toEqual({ 'obs:main': 'Connected' });
    expect(await reasonsAt(journal, 250)).toEqual({ 'obs:main': 'Connected', 'twitch-chat': 'Connected' });
    expect(await reasonsAt(journal, 1_000)).toEqual({
      'obs:main': 'WaitsForSettings',
      'twitch-chat': 'Connected',
    });
  }
});

it('makes a backup with every record, which opens as a journal', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  for (let number = 1; number <= 500; number += 1) journal.appendEvent(anEvent(number));
  const file = `${fixture.folder}/copy.db`;
  expect(valueOf(await journal.backup(file))).toMatchObject({ file, events: 500 });
  const copy = await fixture.open({ file });
  expect(valueOf(await copy.queryEvents({ text: 'number 500' }, 10)).events).toEqual([anEvent(500)]);
});

it('does not replace a backup that has records by an empty one', async () => {
  await using fixture = createJournalFixture();
  const full = await fixture.open();
  full.appendEvent(anEvent(1));
  const file = `${fixture.folder}/copy.db`;
  valueOf(await full.backup(file));
  const before = readFileSync(file);

  const empty = await fixture.open({ file: `${fixture.folder}/empty.db` });
  const refused = await empty.backup(file);
  expect(refused).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('the previous copy is not') },
  });
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(readdirSync(fixture.folder).filter((name) => name.includes('unfinished'))).toEqual([]);
});

it('replaces a damaged backup by a good one, even an empty one', async () => {
  await using fixture = createJournalFixture();
  const file = `${fixture.folder}/copy.db`;
  writeFileSync(file, 'no database at all');
  const journal = await fixture.open();
  expect(valueOf(await journal.backup(file))).toMatchObject({ events: 0 });
});

it('reports a backup to a place that cannot be written', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  expect(await journal.backup(`${fixture.folder}/missing/copy.db`)).toMatchObject({
    ok: false,
    error: { code: 'journal.query-failed' },
  });
});
