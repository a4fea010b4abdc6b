import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { fileURLToPath } from 'node:url';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, vi } from 'vitest';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import {
  aChatMessage,
  anEvent,
  createJournalFixture,
  eventually,
  valueOf,
} from './testing/journal-fixture.ts';
import { schemaVersion } from './worker/schema.ts';

it('keeps flushed records after a SIGKILL', async () => {
  await using fixture = createJournalFixture();
  const script = fileURLToPath(new URL('testing/append-until-killed.ts', import.meta.url));
  const child = spawn(process.execPath, [script, fixture.file], { stdio: ['ignore', 'pipe', 'inherit'] });
  let acknowledged = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    const last = chunk.toString().trim().split('\n').at(-1);
    acknowledged = Math.max(acknowledged, Number(last));
  });
  await eventually(() => acknowledged >= 300, 'the child acknowledged 300 events');
  child.kill('SIGKILL');
  await once(child, 'close');

  const journal = await fixture.open();
  const held = new Set(valueOf(await journal.queryEvents({}, 100_000)).events.map(({ id }) => id));
  const lost = Array.from({ length: acknowledged }, (_, index) => anEvent(index + 1).id).filter(
    (id) => !held.has(id),
  );
  expect(lost).toEqual([]);
  expect(journal.stats().problem).toBeNull();
});

it.each([
  {
    name: 'is no database',
    readable: false,
    damage: () => Buffer.from('{"this is": "no database"}'.repeat(500)),
  },
  {
    name: 'has random bytes in its pages',
    readable: false,
    damage: (content: Buffer) =>
      Buffer.concat([content.subarray(0, 4096), Buffer.alloc(content.length - 4096, 0xa5)]),
  },
  {
    name: 'was cut off',
    readable: true,
    damage: (content: Buffer) => content.subarray(0, Math.floor(content.length / 2)),
  },
])('sets aside a file that $name and starts a new one', async ({ damage, readable }) => {
  await using fixture = createJournalFixture();
  const before = await fixture.open();
  for (let number = 1; number <= 2_000; number += 1) before.appendEvent(anEvent(number));
  await before.close();
  const damaged = damage(readFileSync(fixture.file));
  writeFileSync(fixture.file, damaged);

  const journal = await fixture.open();
  expect(journal.stats().state).toBe('open');
  const report = /^The journal was damaged\. (?<taken>\d+) of its records were recovered into a new journal/;
  await eventually(() => report.test(journal.stats().problem ?? ''), 'the salvage has ended');
  const taken = Number(report.exec(journal.stats().problem ?? '')?.groups?.['taken']);
  expect(taken > 0).toBe(readable);
  const kept = readdirSync(fixture.folder).find((name) => /damaged-[\dT-]+$/.test(name));
  expect(kept && readFileSync(`${fixture.folder}/${kept}`).equals(damaged)).toBe(true);
  journal.appendEvent(anEvent(2_001));
  const { events, total } = valueOf(await journal.queryEvents({}, 10));
  expect({ total, newest: events[0]?.id }).toEqual({ total: taken + 1, newest: anEvent(2_001).id });
});

it('refuses and leaves a file of a newer version, and continues in memory', async () => {
  await using fixture = createJournalFixture();
  await (await fixture.open()).close();
  const database = new DatabaseSync(fixture.file);
  database.exec(`PRAGMA user_version = ${schemaVersion + 1}`);
  database.close();

  const journal = await fixture.open();
  expect(journal.stats()).toMatchObject({
    state: 'memory-only',
    problem: `The journal ${fixture.file} was written by a newer version of Cuelight (format ${schemaVersion + 1}; this version reads up to ${schemaVersion}), so nothing is recorded. Start the newer version, or move the file away.`,
  });
  journal.appendEvent(anEvent(1));
  journal.appendChat(aChatMessage(1));
  expect(await journal.flush()).toMatchObject({ ok: false, error: { code: 'journal.not-durable' } });
  expect(valueOf(await journal.queryEvents({}, 10))).toMatchObject({
    total: 1,
    events: [anEvent(1)],
    next: null,
  });
  expect(valueOf(await journal.queryChat({ text: 'number' }, 10))).toEqual([aChatMessage(1)]);
  expect(await journal.close()).toMatchObject({ ok: false, error: { code: 'journal.records-lost' } });
});

it('keeps the newest records in memory and counts the rest', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open({ file: fixture.folder, capacity: 100 });
  for (let number = 1; number <= 250; number += 1) journal.appendEvent(anEvent(number));
  const { events, total, oldestAt } = valueOf(await journal.queryEvents({}, 1_000));
  expect(events.map(({ id }) => id).at(-1)).toBe(anEvent(151).id);
  expect({ total, oldestAt }).toEqual({ total: 100, oldestAt: anEvent(151).at });
  expect(journal.stats()).toMatchObject({ state: 'memory-only', queued: 100, dropped: 150, written: 0 });
});

it('keeps records in memory until the file can be used, and then writes them', async () => {
  await using fixture = createJournalFixture();
  const clock = createFakeClock();
  const problems: (string | null)[] = [];
  mkdirSync(fixture.file);
  const journal = await fixture.open({ clock, onProblem: (problem) => problems.push(problem) });
  expect(journal.stats().state).toBe('memory-only');
  journal.appendEvent(anEvent(1));
  rmdirSync(fixture.file);
  await clock.advance(5_000);
  await eventually(() => journal.stats().state === 'open', 'the journal is open again');
  expect(await journal.flush()).toMatchObject({ ok: true });
  expect(journal.stats()).toMatchObject({ written: 1, dropped: 0, problem: null });
  expect(problems).toEqual([expect.stringContaining("can't be used: it is a folder"), null]);
  expect(valueOf(await journal.queryEvents({}, 10)).events).toEqual([anEvent(1)]);
});

it('pauses writing while another program locks the file, reports it, and loses nothing', async () => {
  await using fixture = createJournalFixture();
  const clock = createFakeClock();
  const journal = await fixture.open({ clock });
  journal.appendEvent(anEvent(1));
  await journal.flush();
  const other = new DatabaseSync(fixture.file);
  other.exec('BEGIN IMMEDIATE');
  journal.appendEvent(anEvent(2));
  expect(await journal.flush()).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('has locked it') },
  });
  expect(journal.stats()).toMatchObject({ state: 'memory-only', queued: 1 });
  expect(valueOf(await journal.queryEvents({}, 10)).events.map(({ id }) => id)).toEqual([
    anEvent(2).id,
    anEvent(1).id,
  ]);
  expect(valueOf(await journal.queryEvents({}, 1)).next).toBe(anEvent(2).id);
  expect(valueOf(await journal.queryEvents({ before: anEvent(2).id }, 1)).events.map(({ id }) => id)).toEqual(
    [anEvent(1).id],
  );
  other.exec('ROLLBACK');
  other.close();
  await clock.advance(5_000);
  await eventually(() => journal.stats().state === 'open', 'the journal is open again');
  expect(journal.stats()).toMatchObject({ queued: 0, written: 2, dropped: 0, problem: null });
});

it('continues after a record that the tables reject', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  journal.appendTransition({
    componentId: 'obs:main',
    at: 1,
    state: 'running',
    level: 'healthy',
    reason: Reflect.get({}, 'none'),
  });
  expect(await journal.flush()).toMatchObject({ ok: false });
  expect(journal.stats()).toMatchObject({
    state: 'open',
    dropped: 1,
    problem: expect.stringContaining("1 record couldn't be written"),
  });
  journal.appendEvent(anEvent(1));
  expect(await journal.flush()).toMatchObject({ ok: true });
});

it('notices damage while writing, and continues in a new file', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  journal.appendEvent(anEvent(1));
  await journal.flush();
  const other = new DatabaseSync(fixture.file);
  other.enableDefensive(false);
  other.exec('DELETE FROM events_words_data; PRAGMA wal_checkpoint(TRUNCATE)');
  other.exec("INSERT INTO events_words_data (id, block) VALUES (10, x'ffffffffff')");
  other.close();
  journal.appendEvent(anEvent(2));
  await journal.flush();
  await eventually(() => journal.stats().state === 'open', 'the journal is open again');
  expect(await journal.flush()).toMatchObject({ ok: true });
  await eventually(() => journal.stats().problem?.includes('recovered') === true, 'the salvage is over');
  expect(valueOf(await journal.queryEvents({}, 10)).events.map(({ id }) => id)).toEqual([
    anEvent(2).id,
    anEvent(1).id,
  ]);
  expect(readdirSync(fixture.folder).some((name) => name.includes('.damaged-'))).toBe(true);
});

it('deletes old records by age and by number, from the tables and from the search', async () => {
  await using fixture = createJournalFixture();
  const now = Date.UTC(2026, 5, 1);
  const day = 86_400_000;
  const clock = createFakeClock(now);
  const journal = await fixture.open({
    clock,
    retention: { eventDays: 10, eventRows: 3_000, chatDays: 5, chatRows: 2_100, transitionDays: 1 },
  });
  for (let number = 1; number <= 2_500; number += 1)
    journal.appendEvent(anEvent(number, { at: now - 20 * day }));
  for (let number = 2_501; number <= 8_000; number += 1)
    journal.appendEvent(anEvent(number, { at: now - day }));
  journal.appendChat(aChatMessage(1, { at: now - 6 * day }));
  for (let number = 2; number <= 6_001; number += 1)
    journal.appendChat(aChatMessage(number, { at: now - 6_001 + number }));
  journal.appendTransition({
    componentId: 'obs:main',
    at: now - 3 * day,
    state: 'starting',
    level: 'unknown',
    reason: 'Connecting',
  });
  journal.appendTransition({
    componentId: 'obs:main',
    at: now - 2 * day,
    state: 'running',
    level: 'healthy',
    reason: 'Connected',
  });
  await journal.flush();
  await clock.advance(60_000);
  for (let attempt = 0; attempt < 500; attempt += 1) {
    if (valueOf(await journal.queryEvents({}, 1)).total === 3_000) break;
  }
  const { events, total } = valueOf(await journal.queryEvents({ text: 'number' }, 10_000));
  expect({ total, found: events.length, oldest: events.at(-1)?.id }).toEqual({
    total: 3_000,
    found: 3_000,
    oldest: anEvent(5_001).id,
  });
  const chat = valueOf(await journal.queryChat({ text: 'message' }, 10_000));
  expect({ found: chat.length, oldest: chat.at(-1)?.id }).toEqual({ found: 2_100, oldest: 'message-3902' });
  // The component's state at the beginning of the stored history stays known.
  expect(valueOf(await journal.queryTransitions(0, 10)).map(({ reason }) => reason)).toEqual(['Connected']);
  // Paging from a deleted event continues at its place.
  expect(valueOf(await journal.queryEvents({ before: anEvent(4_000).id }, 10)).events).toEqual([]);
});

it('leaves one file after closing, readable only by its owner', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  journal.appendEvent(anEvent(1));
  await journal.close();
  expect(readdirSync(fixture.folder)).toEqual(['journal.db']);
  expect(existsSync(fixture.file)).toBe(true);
  expect(statSync(fixture.file).mode & 0o777).toBe(0o600);
  expect(journal.stats().state).toBe('closed');
  journal.appendEvent(anEvent(2));
  expect(journal.stats().dropped).toBe(1);
});

it('applies a new limit at once', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  const daysAgo = (days: number): number => Date.now() - days * 86_400_000;
  journal.appendChat(aChatMessage(1, { at: daysAgo(40) }));
  journal.appendChat(aChatMessage(2, { at: daysAgo(20) }));
  valueOf(await journal.flush());
  journal.setRetention({ chatDays: 30 });
  const held = async (): Promise<string[]> => valueOf(await journal.queryChat({}, 10)).map(({ id }) => id);
  await vi.waitFor(async () => expect(await held()).toEqual(['message-2']), 5_000);
});

it('leaves one file after closing, although a reader was open', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  journal.appendEvent(anEvent(1));
  valueOf(await journal.queryEvents({}, 10));
  await journal.close();
  expect(readdirSync(fixture.folder)).toEqual(['journal.db']);
});
