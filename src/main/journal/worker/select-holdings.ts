import type { DatabaseSync } from 'node:sqlite';
import { holdingKindSchema, type HoldingKind } from '#shared/model/index.ts';
import type { HeldKind, Holdings } from '../journal-history-port.ts';
import { recordKinds } from '../records/index.ts';
import type { RecordTables } from '../records/record-kind.ts';

interface HeldTable {
  readonly name: string;
  /** The time of a row, and its approximate length. */
  readonly at: string;
  readonly length: string;
}

/**
 * Overhead of a row and its indexes beyond its texts, bytes. Searchable texts count twice, for their words in
 * the index.
 */
const rowOverhead = 60;

const tablesWith = (kinds: RecordTables): Readonly<Record<HoldingKind, readonly HeldTable[]>> => ({
  events: [{ name: 'events', at: 'at', length: '2 * length(message) + length(data) + 3 * length(id)' }],
  chat: [{ name: 'chat', at: 'at', length: '2 * length(text) + length(rest) + length(id)' }],
  health: [
    { name: 'health_transitions', at: 'at', length: '2 * length(component) + length(reason) + 20' },
    { name: 'snapshots', at: 'at', length: 'length(data)' },
  ],
  records: Object.values(kinds).map(({ table }) => ({
    name: table,
    at: 'at',
    length: 'length(data) + 2 * length(id)',
  })),
  metrics: [{ name: 'metric_rollups', at: 'at', length: '2 * (length(component) + length(name)) + 40' }],
});

const sampledRows = 500;

/** The key of the kind in the table of clean-ups. */
export const cleanedAtKey = 'cleaned-at';

const heldIn = (database: DatabaseSync, { name, at, length }: HeldTable) => {
  const rows = Number(database.prepare(`SELECT count(*) AS rows FROM ${name}`).get()?.['rows'] ?? 0);
  const mean = database
    .prepare(
      `SELECT avg(${length}) AS bytes FROM (SELECT * FROM ${name} ORDER BY rowid DESC LIMIT ${sampledRows})`,
    )
    .get()?.['bytes'];
  // Events and chat are ordered by number; the other tables have an index on time.
  const ordered = name === 'events' || name === 'chat' ? 'seq' : at;
  const oldest = database.prepare(`SELECT ${at} AS at FROM ${name} ORDER BY ${ordered} LIMIT 1`).get()?.[
    'at'
  ];
  return {
    rows,
    weight: rows * (Number(mean ?? 0) + rowOverhead),
    oldestAt: typeof oldest === 'number' ? oldest : null,
  };
};

const pragma = (database: DatabaseSync, name: 'page_count' | 'page_size'): number =>
  Number(database.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);

const earlier = (left: number | null, right: number | null): number | null =>
  left === null || right === null ? (left ?? right) : Math.min(left, right);

/** Returns the stored rows of each kind. Reads an index of every table, so don't call it every second. */
export const selectHoldings = (database: DatabaseSync, kinds: RecordTables = recordKinds): Holdings => {
  const tablesOf = tablesWith(kinds);
  // Not the size of the file, because its newest pages may still be in the log.
  const wholeBytes = pragma(database, 'page_count') * pragma(database, 'page_size');
  const weighed = holdingKindSchema.options.map((kind) => {
    const tables = tablesOf[kind].map((table) => heldIn(database, table));
    return {
      kind,
      rows: tables.reduce((sum, { rows }) => sum + rows, 0),
      weight: tables.reduce((sum, { weight }) => sum + weight, 0),
      oldestAt: tables.reduce<number | null>((oldest, table) => earlier(oldest, table.oldestAt), null),
    };
  });
  const whole = weighed.reduce((sum, { weight }) => sum + weight, 0);
  const cleanUp = database.prepare('SELECT at, rows FROM clean_ups WHERE kind = ?');
  const held = weighed.map(({ kind, rows, weight, oldestAt }): HeldKind => {
    const last = cleanUp.get(kind);
    return {
      kind,
      rows,
      bytes: whole === 0 ? 0 : Math.round((weight / whole) * wholeBytes),
      oldestAt,
      lastDeleted: last ? { at: Number(last['at']), rows: Number(last['rows']) } : null,
    };
  });
  const cleaned = database.prepare('SELECT value FROM meta WHERE key = ?').get(cleanedAtKey)?.['value'];
  return { kinds: held, cleanedAt: cleaned === undefined ? null : Number(cleaned) };
};
