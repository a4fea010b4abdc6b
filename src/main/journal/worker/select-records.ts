import type { DatabaseSync } from 'node:sqlite';
import type { MetricHistoryFilter } from '../journal-history-port.ts';
import { metricRollupSchema, type MetricRollup, type RollupFilter } from '../metric-rollup.ts';
import type { RecordFilter } from '../records/index.ts';
import type { RecordTable } from '../records/record-kind.ts';
import type { QueryAnswer } from './protocol.ts';
import { textColumn, type Row } from './rows.ts';

/** Returns the records of one kind, latest start first. */
export const selectRecords = (
  database: DatabaseSync,
  { table }: RecordTable,
  { from, before, beforeId, subject }: RecordFilter,
  limit: number,
): Extract<QueryAnswer, { kind: 'records' }> => {
  const conditions = ['not_cancelled()'];
  const values: (string | number)[] = [];
  const add = (sql: string, value: string | number): void => {
    conditions.push(sql);
    values.push(value);
  };
  if (from !== undefined) add('(ended_at IS NULL OR ended_at >= ?)', from);
  if (before !== undefined && beforeId !== undefined) {
    conditions.push('(at, id) < (?, ?)');
    values.push(before, beforeId);
  } else if (before !== undefined) add('at < ?', before);
  if (subject !== undefined) add('subject = ?', subject);
  const rows = database
    .prepare(
      `SELECT data FROM ${table} WHERE ${conditions.join(' AND ')}
       ORDER BY at DESC, id DESC LIMIT ?`,
    )
    .all(...values, limit);
  return { kind: 'records', records: rows.map((row) => textColumn(row, 'data')) };
};

/** Maximum number of rollups: more than any chart draws. */
const mostRollups = 100_000;

const decodeRollups = (rows: readonly Row[]): readonly MetricRollup[] =>
  rows.map((row) => metricRollupSchema.safeParse(row)).flatMap((row) => (row.success ? [row.data] : []));

/** Returns one metric over a span of time, oldest first. */
export const selectRollups = (
  database: DatabaseSync,
  { componentId, name, stepMs, from, before }: RollupFilter,
  limit: number,
): Extract<QueryAnswer, { kind: 'rollups' }> => {
  const rows = database
    .prepare(
      `SELECT component AS componentId, name, unit, at, step_ms AS stepMs, count, min, max, mean
       FROM metric_rollups
       WHERE component = ? AND name = ? AND step_ms = ? AND at >= ? AND at < ? AND not_cancelled()
       ORDER BY at LIMIT ?`,
    )
    .all(componentId, name, stepMs, from, before, limit);
  return { kind: 'rollups', rollups: decodeRollups(rows) };
};

/**
 * Returns some metrics of all components over a span of time, ordered by component, name and time. Uses the
 * index to step from one component to the next: the cost depends on the result, not on the length of the
 * history.
 */
export const selectMetricHistory = (
  database: DatabaseSync,
  { names, from, before, stepMs }: MetricHistoryFilter,
): readonly MetricRollup[] =>
  decodeRollups(
    database
      .prepare(
        `WITH RECURSIVE components (id) AS (
           SELECT min(component) FROM metric_rollups
           UNION ALL
           SELECT (SELECT min(component) FROM metric_rollups WHERE component > id)
           FROM components WHERE id IS NOT NULL
         )
         SELECT r.component AS componentId, r.name, r.unit, r.at, r.step_ms AS stepMs, r.count, r.min, r.max, r.mean
         FROM components CROSS JOIN json_each(?) wanted CROSS JOIN metric_rollups r
         WHERE r.component = components.id AND r.name = wanted.value AND r.step_ms = ?
           AND r.at >= ? AND r.at < ? AND not_cancelled()
         ORDER BY r.component, r.name, r.at LIMIT ${mostRollups}`,
      )
      .all(JSON.stringify(names), stepMs, from, before),
  );
