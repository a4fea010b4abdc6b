import type { DatabaseSync } from 'node:sqlite';
import { dayMs, hourMs } from '#shared/kernel/index.ts';
import type { RecordTables } from '../records/record-kind.ts';
import type { RetentionPolicy } from '../retention.ts';
import { ageBounds, earliestStamp, tidyMarks } from './time-marks.ts';

/**
 * Retention of rollups by the minute, which show the last days in detail. Rollups by the hour stay longer.
 */
const fineRollupsMs = 8 * dayMs;

/**
 * Returns the condition, with its values, for the rows of a table that are older than an instant. A row with
 * a timestamp from a wrong clock is as old as its neighbours by arrival.
 */
const isOlder = (
  database: DatabaseSync,
  table: string,
  olderThan: number,
): readonly [string, ...number[]] => {
  const { gone, doubtful } = ageBounds(database, table, olderThan);
  return [
    '(rowid <= CAST(? AS INTEGER) OR (rowid <= CAST(? AS INTEGER) AND at < ? AND at >= ?))',
    gone,
    doubtful,
    olderThan,
    earliestStamp,
  ];
};

/**
 * Deletes a bounded number of rows from each table that is limited by age alone. Returns the number of
 * deleted rows of each kind.
 */
export const createAgedPruner = (database: DatabaseSync, rowsPerStep: number, kinds: RecordTables) => {
  const pruneByTime = (
    table: string,
    olderThan: number,
    also: readonly [string, ...number[]] = ['true'],
  ): number => {
    const [older, ...bounds] = isOlder(database, table, olderThan);
    const [condition, ...values] = also;
    const { changes } = database
      .prepare(
        `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE ${older} AND ${condition} LIMIT ?)`,
      )
      .run(...bounds, ...values, rowsPerStep);
    tidyMarks(database, table, olderThan);
    return Number(changes);
  };

  /**
   * Keeps each component's last state before the limit, because the stored history begins with that state.
   */
  const pruneTransitions = (olderThan: number, now: number): number => {
    const [older, ...bounds] = isOlder(database, 'health_transitions', olderThan);
    return pruneByTime('health_transitions', olderThan, [
      `seq NOT IN (
         SELECT seq FROM (
           SELECT seq, max(at) FROM health_transitions WHERE ${older} AND at <= ? GROUP BY component
         )
       )`,
      ...bounds,
      now,
    ]);
  };

  /** Deletes runs, and also runs in the future, which a wrong clock recorded. */
  const pruneRuns = (olderThan: number, now: number): number =>
    Number(
      database
        .prepare(
          `DELETE FROM runs WHERE started_at IN (
             SELECT started_at FROM runs
             WHERE (seen_at < ? AND seen_at >= ?) OR started_at > ? LIMIT ?
           )`,
        )
        .run(olderThan, earliestStamp, now + dayMs, rowsPerStep).changes,
    );

  const pruneFineRollups = (olderThan: number): number => {
    const [older, ...bounds] = isOlder(database, 'metric_rollups', olderThan);
    return Number(
      database
        .prepare(
          `DELETE FROM metric_rollups WHERE rowid IN (
             SELECT rowid FROM metric_rollups WHERE ${older} AND step_ms < ${hourMs} LIMIT ?
           )`,
        )
        .run(...bounds, rowsPerStep).changes,
    );
  };

  return (now: number, policy: RetentionPolicy) => {
    const historyEnd = now - policy.transitionDays * dayMs;
    return {
      health:
        pruneTransitions(historyEnd, now) + pruneByTime('snapshots', historyEnd) + pruneRuns(historyEnd, now),
      records: Object.values(kinds)
        .map(({ table }) => pruneByTime(table, now - policy.recordDays * dayMs))
        .reduce((sum, count) => sum + count, 0),
      metrics:
        pruneFineRollups(now - fineRollupsMs) +
        pruneByTime('metric_rollups', now - policy.rollupDays * dayMs),
    };
  };
};
