import type { DatabaseSync } from 'node:sqlite';
import { recordKinds } from '../records/index.ts';
import type { RecordTables } from '../records/record-kind.ts';

const numberedTables = ['events', 'chat', 'health_transitions', 'snapshots'];
/** Returns the tables whose rows have no number of their own. */
const rowidTables = (kinds: RecordTables): readonly string[] => [
  ...Object.values(kinds).map(({ table }) => table),
  'metric_rollups',
];

/** Timestamps before this come from a wrong clock, because no record is older. */
export const earliestStamp = Date.UTC(2020, 0, 1);

/**
 * Marks the newest row of each table at an instant. Rows up to the mark arrived before the instant, later
 * rows after it, whatever their timestamps say. This gives a row from a wrong clock its true age. `corrected`
 * deletes marks after the instant, because a wrong clock set them.
 */
export const markTime = (
  database: DatabaseSync,
  at: number,
  corrected: boolean,
  kinds: RecordTables = recordKinds,
): void => {
  database.exec('BEGIN IMMEDIATE');
  if (corrected) database.prepare('DELETE FROM time_marks WHERE at > ?').run(at);
  for (const table of [...numberedTables, ...rowidTables(kinds)])
    database
      .prepare(
        `INSERT INTO time_marks (place, at, last_row)
         SELECT $place, max($at, coalesce((SELECT max(at) FROM time_marks WHERE place = $place), 0)),
           (SELECT coalesce(max(rowid), 0) FROM ${table})
         WHERE true ON CONFLICT (place, at) DO UPDATE SET last_row = excluded.last_row`,
      )
      .run({ $place: table, $at: Math.trunc(at) });
  database.exec('COMMIT');
};

/**
 * The rows older than an instant: all rows up to `gone`, and rows up to `doubtful` whose timestamps are
 * older.
 */
export interface AgeBounds {
  readonly gone: number;
  readonly doubtful: number;
}

export const ageBounds = (database: DatabaseSync, table: string, olderThan: number): AgeBounds => {
  const row = database
    .prepare(
      `SELECT
         (SELECT coalesce(max(last_row), 0) FROM time_marks WHERE place = $place AND at < $at) AS gone,
         (SELECT coalesce(min(last_row), ${Number.MAX_SAFE_INTEGER}) FROM time_marks WHERE place = $place AND at >= $at) AS doubtful`,
    )
    .get({ $place: table, $at: Math.trunc(olderThan) });
  return { gone: Number(row?.['gone'] ?? 0), doubtful: Number(row?.['doubtful'] ?? 0) };
};

/** Deletes marks that no limit needs any more, and lowers marks on row numbers that will be reused. */
export const tidyMarks = (database: DatabaseSync, table: string, olderThan: number): void => {
  database
    .prepare(
      `DELETE FROM time_marks WHERE place = $place
       AND at < (SELECT max(at) FROM time_marks WHERE place = $place AND at < $at)`,
    )
    .run({ $place: table, $at: Math.trunc(olderThan) });
  database
    .prepare(
      `UPDATE time_marks SET last_row = (SELECT coalesce(max(rowid), 0) FROM ${table})
       WHERE place = $place AND last_row > (SELECT coalesce(max(rowid), 0) FROM ${table})`,
    )
    .run({ $place: table });
};

/** Renews the marks after the file was rebuilt, which may renumber rows without a number of their own. */
export const renewMarks = (database: DatabaseSync, kinds: RecordTables = recordKinds): void => {
  for (const table of rowidTables(kinds)) {
    const newest = database.prepare('SELECT max(at) AS at FROM time_marks WHERE place = ?').get(table)?.[
      'at'
    ];
    database.prepare('DELETE FROM time_marks WHERE place = ?').run(table);
    if (typeof newest !== 'number') continue;
    database
      .prepare(
        `INSERT INTO time_marks (place, at, last_row) SELECT ?, ?, coalesce(max(rowid), 0) FROM ${table}`,
      )
      .run(table, newest);
  }
};
