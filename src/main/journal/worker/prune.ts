import type { DatabaseSync } from 'node:sqlite';
import type { HoldingKind } from '#shared/model/index.ts';
import type { RetentionPolicy } from '../retention.ts';
import { hourMs } from './row-writer.ts';
import { recordTables } from './schema.ts';
import { createIndexWriter } from './search-index.ts';
import { cleanedAtKey } from './select-holdings.ts';
import { ageBounds, earliestStamp, tidyMarks } from './time-marks.ts';

const dayMs = 24 * hourMs;
const rowsPerStep = 2_000;
const pagesPerStep = 200;
/** Numbers by the minute are for looking closely at the last days; after that the hours stay. */
const fineRollupsMs = 8 * dayMs;

/**
 * The rows of a table that are older than an instant, as a condition and its values. A row that was stamped by a wrong
 * clock is as old as its neighbours by arrival.
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

/** Deletes what is over its limits, a bounded number of rows at a time. */
export const createPruner = (database: DatabaseSync) => {
  /** `olderThan` is null while the time is not known: then nothing goes by its age. */
  const pruneTable = (table: 'events' | 'chat', olderThan: number | null, beforeSeq: number): number => {
    const hours = table === 'events' ? 'event_hours' : 'chat_hours';
    const { gone, doubtful } =
      olderThan === null ? { gone: 0, doubtful: 0 } : ageBounds(database, table, olderThan);
    const cut = olderThan ?? 0;
    // Rows older than the limit arrived no later than the last row of the limit's hour.
    const bound = Number(
      database
        .prepare(`SELECT coalesce(max(last_seq), 0) AS seq FROM ${hours} WHERE hour BETWEEN ? AND ?`)
        .get(Math.floor(earliestStamp / hourMs), Math.floor(cut / hourMs))?.['seq'] ?? 0,
    );
    const doomed = database
      .prepare(
        `SELECT seq FROM ${table} WHERE seq < ? OR (seq <= ? AND at < ? AND at >= ?) ORDER BY seq LIMIT ?`,
      )
      .all(Math.max(beforeSeq, gone + 1), Math.min(bound, doubtful), cut, earliestStamp, rowsPerStep);
    const deleteRow = database.prepare(`DELETE FROM ${table} WHERE seq = ?`);
    const index = createIndexWriter(database, table);
    for (const row of doomed) {
      const seq = Number(row['seq']);
      deleteRow.run(seq);
      index.remove(seq);
    }
    database.exec(`DELETE FROM ${hours} WHERE last_seq < coalesce((SELECT min(seq) FROM ${table}), 0)`);
    return doomed.length;
  };

  /** The `seq` below which rows are over their limit, or as far below it as one step goes. */
  const seqAfterOldest = (table: 'events' | 'chat', rows: number): number =>
    rows <= 0
      ? 0
      : Number(
          database
            .prepare(`SELECT seq FROM ${table} ORDER BY seq LIMIT 1 OFFSET ?`)
            .get(Math.min(rows, rowsPerStep))?.['seq'] ?? 0,
        );

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

  /** A component's last state before the limit stays: it is what the component was in when the kept history begins. */
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

  /** A run in the future was noted by a wrong clock. */
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

  /** What goes by age alone. */
  const pruneOld = (now: number, policy: RetentionPolicy) => {
    const historyEnd = now - policy.transitionDays * dayMs;
    return {
      health:
        pruneTransitions(historyEnd, now) + pruneByTime('snapshots', historyEnd) + pruneRuns(historyEnd, now),
      records: Object.values(recordTables)
        .map((table) => pruneByTime(table, now - policy.recordDays * dayMs))
        .reduce((sum, count) => sum + count, 0),
      metrics:
        pruneFineRollups(now - fineRollupsMs) +
        pruneByTime('metric_rollups', now - policy.rollupDays * dayMs),
    };
  };

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

  const noteKind = database.prepare(
    `INSERT INTO clean_ups (kind, at, rows) VALUES (?, ?, ?)
     ON CONFLICT (kind) DO UPDATE SET
       rows = excluded.rows + CASE WHEN at = excluded.at THEN rows ELSE 0 END, at = excluded.at`,
  );
  const noteTime = database.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)');
  /** Remembers what was deleted when; the steps of one clean-up add up. */
  const note = (now: number, deleted: Readonly<Record<HoldingKind, number>>): void => {
    for (const [kind, rows] of Object.entries(deleted)) if (rows > 0) noteKind.run(kind, now, rows);
    noteTime.run(cleanedAtKey, String(now));
  };

  return {
    /**
     * One small transaction. Deletes nothing (`rows: 0`) once all limits hold. `ageNow` is the time by which rows are old;
     * null while it is not known, and then rows go by their number alone.
     */
    step(
      now: number,
      ageNow: number | null,
      policy: RetentionPolicy,
      held: { readonly events: number; readonly chat: number },
    ): { readonly rows: number; readonly events: number; readonly chat: number } {
      database.exec('BEGIN IMMEDIATE');
      const cut = (days: number): number | null => (ageNow === null ? null : ageNow - days * dayMs);
      const events = pruneTable(
        'events',
        cut(policy.eventDays),
        seqAfterOldest('events', held.events - policy.eventRows),
      );
      const chat = pruneTable(
        'chat',
        cut(policy.chatDays),
        seqAfterOldest('chat', held.chat - policy.chatRows),
      );
      const old = ageNow === null ? { health: 0, records: 0, metrics: 0 } : pruneOld(ageNow, policy);
      if (ageNow !== null) {
        tidyMarks(database, 'events', ageNow - policy.eventDays * dayMs);
        tidyMarks(database, 'chat', ageNow - policy.chatDays * dayMs);
      }
      const deleted = { events, chat, ...old };
      note(now, deleted);
      database.exec('COMMIT');
      const rows = Object.values(deleted).reduce((sum, count) => sum + count, 0);
      if (rows > 0) database.exec(`PRAGMA incremental_vacuum(${pagesPerStep})`);
      return { rows, events, chat };
    },
  };
};
