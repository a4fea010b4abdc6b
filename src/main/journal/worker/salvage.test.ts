import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { encodeBatch } from '../encode-batch.ts';
import type { JournalEntry } from '../port.ts';
import { aChatMessage, anEvent } from '../testing/journal-fixture.ts';
import { anOutage } from '../testing/records-fixture.ts';
import { openForWriting } from './open-database.ts';
import { firstSeqKey } from './row-numbers.ts';
import { createRowWriter } from './row-writer.ts';
import { createSalvage, planSalvage, type SalvageReport } from './salvage.ts';
import { migrate } from './schema.ts';
import { selectChat } from './select-chat.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cuelight-salvage-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const manyEntries = (count: number): readonly JournalEntry[] =>
  Array.from({ length: count }, (_, index): readonly JournalEntry[] => [
    { kind: 'event', record: anEvent(index + 1) },
    { kind: 'chat', record: aChatMessage(index + 1) },
    {
      kind: 'transition',
      record: { componentId: 'obs:main', at: index, state: 'running', level: 'healthy', reason: 'Connected' },
    },
    { kind: 'outage', record: anOutage(index + 1) },
    {
      kind: 'rollup',
      record: {
        componentId: 'obs:main',
        name: 'fps',
        unit: 'fps',
        at: index * 60_000,
        stepMs: 60_000,
        count: 60,
        min: 59,
        max: 60,
        mean: 59.9,
      },
    },
  ]).flat();

/** Creates a closed journal file with rows of every kind. */
const writeJournal = (name: string, count: number): string => {
  const file = join(folder, name);
  const database = new DatabaseSync(file);
  migrate(database);
  database.exec('BEGIN');
  createRowWriter(database).write(encodeBatch(1, manyEntries(count)));
  database.exec('COMMIT');
  database.close();
  return file;
};

const newJournal = (firstSeq?: number): DatabaseSync => {
  const database = new DatabaseSync(join(folder, 'journal.db'));
  migrate(database);
  if (firstSeq !== undefined) {
    database.prepare('INSERT INTO meta (key, value) VALUES (?, ?)').run(firstSeqKey, String(firstSeq));
  }
  return database;
};

const runSalvage = (database: DatabaseSync): SalvageReport => {
  const salvage = createSalvage(database, createRowWriter(database));
  for (let step = 0; step < 1_000; step += 1) {
    const report = salvage?.step().report;
    if (report) return report;
  }
  throw new Error('The salvage never came to its end');
};

const countOf = (database: DatabaseSync, from: string): number =>
  Number(database.prepare(`SELECT count(*) AS count FROM ${from}`).get()?.['count']);

const tables = ['events', 'chat', 'health_transitions', 'outages', 'metric_rollups'];

it('imports every record of an intact file, and finds them by word', () => {
  const source = writeJournal('old.db', 1_200);
  const database = newJournal();
  planSalvage(database, source);
  expect(runSalvage(database)).toEqual({ source, taken: 6_000, gaps: 0 });
  expect(tables.map((table) => countOf(database, table))).toEqual([1_200, 1_200, 1_200, 1_200, 1_200]);
  expect(countOf(database, "events_words WHERE events_words MATCH '1200'")).toBe(1);
  expect(countOf(database, "chat_words WHERE chat_words MATCH '1200'")).toBe(1);
  expect(createSalvage(database, createRowWriter(database))).toBeNull();
  database.close();
});

it('leaves existing rows unchanged and imports nothing twice', () => {
  const source = writeJournal('old.db', 600);
  const database = newJournal();
  for (const taken of [3_000, 0]) {
    planSalvage(database, source);
    expect(runSalvage(database)).toMatchObject({ taken });
  }
  expect(tables.map((table) => countOf(database, table))).toEqual([600, 600, 600, 600, 600]);
  database.close();
});

it('rejects a message of another file with a forged seal', () => {
  const source = writeJournal('old.db', 3);
  const tampered = new DatabaseSync(source);
  const claim = (seq: number, from: string, to: string): void => {
    tampered.prepare('UPDATE chat SET rest = replace(rest, ?, ?) WHERE seq = ?').run(from, to, seq);
  };
  claim(1, '"viewer"', '"emperor"');
  claim(2, '"roles"', '"form":1,"roles"');
  claim(2, '"viewer"', '"emperor"');
  claim(2, '"form":1,', '"form":1,"form":1,"form":1,');
  tampered.close();
  const database = newJournal();
  database.function('not_cancelled', () => 1);
  planSalvage(database, source);
  expect(runSalvage(database)).toMatchObject({ taken: 15 });
  expect(selectChat(database, {}, 10).messages).toEqual([aChatMessage(3)]);
  database.close();
});

it('orders imported records before those written since', () => {
  const source = writeJournal('old.db', 10);
  const database = newJournal(1_000_000);
  const writer = createRowWriter(database);
  writer.write(encodeBatch(1, [{ kind: 'event', record: anEvent(999) }]));
  planSalvage(database, source);
  runSalvage(database);
  const newest = database.prepare('SELECT id FROM events ORDER BY seq DESC LIMIT 1').get();
  expect(newest).toEqual({ id: anEvent(999).id });
  database.close();
});

it('skips pages with random bytes, and imports everything around them', () => {
  const source = writeJournal('old.db', 3_000);
  const bytes = readFileSync(source);
  const pageBytes = 4_096;
  // The first page lists the tables; without it nothing can be read.
  for (let page = 20; page * pageBytes < bytes.length; page += 25) {
    bytes.fill(0xa5, page * pageBytes, (page + 1) * pageBytes);
  }
  writeFileSync(source, bytes);
  const database = newJournal();
  planSalvage(database, source);
  const { taken, gaps } = runSalvage(database);
  expect(gaps).toBeGreaterThan(0);
  expect(taken).toBeGreaterThan(15_000 * 0.7);
  expect(taken).toBeLessThan(15_000);
  const wrong = database
    .prepare("SELECT id, message FROM events WHERE message NOT LIKE 'Event number %'")
    .all();
  expect(wrong).toEqual([]);
  expect(database.prepare('PRAGMA quick_check').get()).toEqual({ quick_check: 'ok' });
  expect(readFileSync(source).equals(bytes)).toBe(true);
  database.close();
});

it.each([
  { name: 'no database at all', bytes: Buffer.alloc(50_000, 0x41) },
  { name: 'empty', bytes: Buffer.alloc(0) },
])('imports nothing from a file that is $name, and finishes', ({ bytes }) => {
  const source = join(folder, 'old.db');
  writeFileSync(source, bytes);
  const database = newJournal();
  planSalvage(database, source);
  expect(runSalvage(database)).toMatchObject({ taken: 0 });
  database.close();
});

it('continues after a crash', () => {
  const source = writeJournal('old.db', 1_200);
  const first = newJournal();
  planSalvage(first, source);
  const interrupted = createSalvage(first, createRowWriter(first));
  interrupted?.step();
  interrupted?.close();
  expect(countOf(first, 'events')).toBe(500);
  first.close();
  const second = new DatabaseSync(join(folder, 'journal.db'));
  expect(runSalvage(second)).toEqual({ source, taken: 6_000, gaps: 0 });
  expect(countOf(second, 'events')).toBe(1_200);
  second.close();
});

it('sets aside a damaged file when it is opened, and schedules the import of its records', () => {
  const file = writeJournal('journal.db', 2_000);
  const bytes = readFileSync(file);
  bytes.fill(0xa5, 40 * 4_096, 42 * 4_096);
  writeFileSync(file, bytes);
  const outcome = openForWriting(file, Date.UTC(2026, 10, 22));
  if (!outcome.ok) throw new Error(outcome.message);
  expect(outcome.setAside).toBe(`${file}.damaged-2026-11-22T00-00-00`);
  expect(runSalvage(outcome.database).taken).toBeGreaterThan(9_000);
  outcome.database.close();
});
