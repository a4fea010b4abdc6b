import type { DatabaseSync } from 'node:sqlite';
import { metricRollupSchema, type RecordFilter, type RecordKind, type RollupFilter } from '../records.ts';
import type { QueryAnswer } from './protocol.ts';
import { textColumn } from './rows.ts';
import { recordTables } from './schema.ts';

/** Records of one kind, the latest to begin first. */
export const selectRecords = (
  database: DatabaseSync,
  kind: RecordKind,
  { from, before, subject }: RecordFilter,
  limit: number,
): Extract<QueryAnswer, { kind: 'records' }> => {
  const conditions = ['still_wanted()'];
  const values: (string | number)[] = [];
  const add = (sql: string, value: string | number): void => {
    conditions.push(sql);
    values.push(value);
  };
  if (from !== undefined) add('(ended_at IS NULL OR ended_at >= ?)', from);
  if (before !== undefined) add('at < ?', before);
  if (subject !== undefined) add('subject = ?', subject);
  const rows = database
    .prepare(
      `SELECT data FROM ${recordTables[kind]} WHERE ${conditions.join(' AND ')}
       ORDER BY at DESC, rowid DESC LIMIT ?`,
    )
    .all(...values, limit);
  return { kind: 'records', records: rows.map((row) => textColumn(row, 'data')) };
};

/** One metric over a time, oldest first. */
export const selectRollups = (
  database: DatabaseSync,
  { componentId, name, stepMs, from, before }: RollupFilter,
  limit: number,
): Extract<QueryAnswer, { kind: 'rollups' }> => {
  const rows = database
    .prepare(
      `SELECT component AS componentId, name, unit, at, step_ms AS stepMs, count, min, max, mean
       FROM metric_rollups
       WHERE component = ? AND name = ? AND step_ms = ? AND at >= ? AND at < ? AND still_wanted()
       ORDER BY at LIMIT ?`,
    )
    .all(componentId, name, stepMs, from, before, limit);
  return {
    kind: 'rollups',
    rollups: rows
      .map((row) => metricRollupSchema.safeParse(row))
      .flatMap((row) => (row.success ? [row.data] : [])),
  };
};
