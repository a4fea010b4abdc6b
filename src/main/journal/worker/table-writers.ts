import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ObservedSpan } from '#shared/model/index.ts';
import type { HealthTransition } from '../health-transition.ts';
import type { MetricRollup } from '../metric-rollup.ts';
import type { RecordTables } from '../records/record-kind.ts';
import type { RecordRow, SnapshotRow } from './batch.ts';

/** Writes rows of one kind into their table. The caller owns the transaction. */
interface TableWriter<TRow> {
  readonly write: (rows: readonly TRow[]) => void;
  /** Imports rows of another file; existing rows stay. Returns the number of new rows. */
  readonly importRows: (rows: readonly TRow[]) => number;
}

const tableWriter = <TRow>(put: (row: TRow) => void, isHeld: (row: TRow) => boolean): TableWriter<TRow> => ({
  write: (rows) => rows.forEach(put),
  importRows: (rows) => {
    const fresh = rows.filter((row) => !isHeld(row));
    fresh.forEach(put);
    return fresh.length;
  },
});

export const createTransitionWriter = (database: DatabaseSync): TableWriter<HealthTransition> => {
  const insert = database.prepare(
    'INSERT INTO health_transitions (at, component, state, level, reason) VALUES (?, ?, ?, ?, ?)',
  );
  const held = database.prepare(
    'SELECT 1 FROM health_transitions WHERE component = ? AND at = ? AND state = ? AND level = ? AND reason = ?',
  );
  return tableWriter(
    ({ at, componentId, state, level, reason }) => void insert.run(at, componentId, state, level, reason),
    ({ at, componentId, state, level, reason }) =>
      held.get(componentId, at, state, level, reason) !== undefined,
  );
};

export const createRecordWriter = (database: DatabaseSync, kinds: RecordTables): TableWriter<RecordRow> => {
  const ofEachKind = (sql: (table: string) => string): ((row: RecordRow) => StatementSync) => {
    const statements = new Map(
      Object.entries(kinds).map(([kind, { table }]) => [kind, database.prepare(sql(table))]),
    );
    return ({ kind }) => {
      const statement = statements.get(kind);
      if (!statement) throw new Error(`The journal has no table for records of the kind "${kind}".`);
      return statement;
    };
  };
  const upsert = ofEachKind(
    (table) =>
      `INSERT INTO ${table} (id, at, subject, ended_at, data) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET
         at = excluded.at, subject = excluded.subject, ended_at = excluded.ended_at, data = excluded.data`,
  );
  const held = ofEachKind((table) => `SELECT 1 FROM ${table} WHERE id = ?`);
  return tableWriter(
    (row) => void upsert(row).run(row.id, row.at, row.subject, row.endedAt, row.data),
    (row) => held(row).get(row.id) !== undefined,
  );
};

export const createRollupWriter = (database: DatabaseSync): TableWriter<MetricRollup> => {
  const upsert = database.prepare(
    `INSERT INTO metric_rollups (component, name, unit, at, step_ms, count, min, max, mean)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (component, name, step_ms, at) DO UPDATE SET
       mean = (mean * count + excluded.mean * excluded.count) / (count + excluded.count),
       count = count + excluded.count, min = min(min, excluded.min), max = max(max, excluded.max)`,
  );
  const held = database.prepare(
    'SELECT 1 FROM metric_rollups WHERE component = ? AND name = ? AND step_ms = ? AND at = ?',
  );
  return tableWriter(
    ({ componentId, name, unit, at, stepMs, count, min, max, mean }) =>
      void upsert.run(componentId, name, unit, at, stepMs, count, min, max, mean),
    ({ componentId, name, stepMs, at }) => held.get(componentId, name, stepMs, at) !== undefined,
  );
};

export const createRunWriter = (database: DatabaseSync): TableWriter<ObservedSpan> => {
  const upsert = database.prepare(
    `INSERT INTO runs (started_at, seen_at) VALUES (?, ?)
     ON CONFLICT (started_at) DO UPDATE SET seen_at = max(seen_at, excluded.seen_at)`,
  );
  const held = database.prepare('SELECT 1 FROM runs WHERE started_at = ?');
  return tableWriter(
    ({ from, to }) => void upsert.run(from, to),
    ({ from }) => held.get(from) !== undefined,
  );
};

export const createSnapshotWriter = (database: DatabaseSync): TableWriter<SnapshotRow> => {
  const insert = database.prepare('INSERT INTO snapshots (at, level, data) VALUES (?, ?, ?)');
  const held = database.prepare('SELECT 1 FROM snapshots WHERE at = ?');
  return tableWriter(
    ({ at, level, data }) => void insert.run(at, level, data),
    ({ at }) => held.get(at) !== undefined,
  );
};
