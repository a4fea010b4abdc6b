import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { encodeRecord } from '../encode-batch.ts';
import { defaultRetention } from '../open-journal.ts';
import { createJournalFixture } from '../testing/journal-fixture.ts';
import { emptyBatch } from '../worker/protocol.ts';
import { createPruner } from '../worker/prune.ts';
import { createRowWriter } from '../worker/row-writer.ts';
import { createSalvage, planSalvage } from '../worker/salvage.ts';
import { migrate, readSchemaVersion, schemaVersion } from '../worker/schema.ts';
import { selectHoldings } from '../worker/select-holdings.ts';
import { selectRecords } from '../worker/select-records.ts';
import { markTime } from '../worker/time-marks.ts';
import { matchesRecordFilter, recordKinds } from './index.ts';
import { endShape, recordKind } from './record-kind.ts';

const raidSchema = z.object({
  id: z.string(),
  at: z.number(),
  from: z.string(),
  viewers: z.number(),
  ...endShape,
});
type Raid = z.infer<typeof raidSchema>;

/** A kind that the program doesn't have, with everything that its owner would write. */
const raid = recordKind<Raid>({
  table: 'raids',
  since: schemaVersion + 1,
  schema: raidSchema,
  subject: ({ from }) => from,
  line: ({ from, viewers }) => ({ title: 'Raid', result: 'over', message: `${from} came with ${viewers}.` }),
  interrupted: (record) => record,
});
const kinds = { ...recordKinds, raid };

const start = Date.UTC(2026, 10, 1);
const day = 86_400_000;
const aRaid = (number: number, fields: Partial<Raid> = {}): Raid => ({
  id: `raid-${number}`,
  at: start + number * day,
  from: number % 2 === 0 ? 'even' : 'odd',
  viewers: number,
  endedAt: start + number * day + 1_000,
  ...fields,
});

const open = (file: string): DatabaseSync => {
  const database = new DatabaseSync(file);
  onTestFinished(() => database.close());
  database.function('not_cancelled', () => 1);
  return database;
};

const write = (database: DatabaseSync, raids: readonly Raid[]): void => {
  const records = raids.map((each) => encodeRecord('raid', raid, each));
  createRowWriter(database, kinds).write({ ...emptyBatch, records });
};

const read = (database: DatabaseSync, filter: Parameters<typeof selectRecords>[2] = {}): readonly Raid[] =>
  selectRecords(database, kinds.raid, filter, 100).records.map((text) => raid.schema.parse(JSON.parse(text)));

describe('a kind that only its own file describes', () => {
  it('gets its table in a file of the current format, which then has the next format', async () => {
    await using fixture = createJournalFixture();
    const database = open(fixture.file);
    migrate(database);
    expect(readSchemaVersion(database)).toBe(schemaVersion);
    expect(() => read(database)).toThrow('no such table: raids');
    migrate(database, undefined, undefined, kinds);
    expect(readSchemaVersion(database)).toBe(schemaVersion + 1);
    expect(read(database)).toEqual([]);
  });

  it('is written, written again under the same id, and read by time and subject', async () => {
    await using fixture = createJournalFixture();
    const database = open(fixture.file);
    migrate(database, undefined, undefined, kinds);
    const lasting = aRaid(1, { endedAt: null });
    write(database, [lasting, aRaid(2), aRaid(3)]);
    expect(read(database)).toEqual([aRaid(3), aRaid(2), lasting]);
    write(database, [aRaid(1)]);
    expect(read(database, { subject: 'odd' })).toEqual([aRaid(3), aRaid(1)]);
    expect(read(database, { before: aRaid(3).at })).toEqual([aRaid(2), aRaid(1)]);
    expect(matchesRecordFilter(raid, aRaid(1), { subject: 'odd' })).toBe(true);
    expect(matchesRecordFilter(raid, aRaid(1), { subject: 'even' })).toBe(false);
  });

  it('is imported from another file, once', async () => {
    await using fixture = createJournalFixture();
    const source = join(fixture.folder, 'other.db');
    const other = open(source);
    migrate(other, undefined, undefined, kinds);
    write(other, [aRaid(1), aRaid(2)]);
    const database = open(fixture.file);
    migrate(database, undefined, undefined, kinds);
    write(database, [aRaid(2, { viewers: 20 })]);
    planSalvage(database, source);
    const salvage = createSalvage(database, createRowWriter(database, kinds), kinds);
    let report = null;
    for (let step = 0; step < 100 && !report; step += 1) report = salvage?.step().report;
    expect(report).toEqual({ source, taken: 1, gaps: 0 });
    expect(read(database)).toEqual([aRaid(2, { viewers: 20 }), aRaid(1)]);
  });

  it('counts as stored records, and expires by age and by marks of trusted time', async () => {
    await using fixture = createJournalFixture();
    const database = open(fixture.file);
    migrate(database, undefined, undefined, kinds);
    // The timestamp is from a wrong clock; the row is as old as the mark after it.
    write(database, [aRaid(1, { at: start + 4_000 * day })]);
    markTime(database, start + 2 * day, false, kinds);
    write(database, [aRaid(300), aRaid(301)]);
    markTime(database, start + 302 * day, false, kinds);
    const held = (): number | undefined =>
      selectHoldings(database, kinds).kinds.find(({ kind }) => kind === 'records')?.rows;
    expect(held()).toBe(3);
    const now = start + 302 * day;
    const policy = { ...defaultRetention, recordDays: 30 };
    const { rows } = createPruner(database, kinds).step(now, now, policy, { events: 0, chat: 0 });
    expect(rows).toBe(1);
    expect(held()).toBe(2);
    expect(read(database)).toEqual([aRaid(301), aRaid(300)]);
  });
});

it('lists every kind of this folder, each with a table of its own', async () => {
  const files = readdirSync(import.meta.dirname).filter(
    (name) => !name.endsWith('.test.ts') && name !== 'index.ts' && name !== 'record-kind.ts',
  );
  const listed = Object.keys(recordKinds).map((kind) => `${kind}.ts`);
  expect(files.toSorted()).toEqual(listed.toSorted());
  const tables = Object.values(recordKinds).map(({ table }) => table);
  expect(new Set(tables).size).toBe(tables.length);
});

it('rejects a record of a kind without a table, and names the kind', async () => {
  await using fixture = createJournalFixture();
  const database = open(fixture.file);
  migrate(database);
  const records = [encodeRecord('raid', raid, aRaid(1))];
  expect(() => createRowWriter(database).write({ ...emptyBatch, records })).toThrow(
    'The journal has no table for records of the kind "raid".',
  );
});
