import type { DatabaseSync } from 'node:sqlite';
import type { HoldingKind } from '#shared/model/index.ts';
import type { RetentionPolicy } from '../retention.ts';
import { hourMs } from './row-writer.ts';
import { recordTables } from './schema.ts';
import { createIndexWriter } from './search-index.ts';
import { cleanedAtKey } from './select-holdings.ts';

const dayMs = 24 * hourMs;
const rowsPerStep = 2_000;
const pagesPerStep = 200;
/** Numbers by the minute are for looking closely at the last days; after that the hours stay. */
const fineRollupsMs = 8 * dayMs;

/** Deletes what is over its limits, a bounded number of rows at a time. */
export const createPruner = (database: DatabaseSync) => {
  const pruneTable = (table: 'events' | 'chat', olderThan: number, beforeSeq: number): number => {
    const hours = table === 'events' ? 'event_hours' : 'chat_hours';
    // Rows older than the limit arrived no later than the last row of the limit's hour.
    const bound = Number(
      database
        .prepare(`SELECT coalesce(max(last_seq), 0) AS seq FROM ${hours} WHERE hour <= ?`)
        .get(Math.floor(olderThan / hourMs))?.['seq'] ?? 0,
    );
    const doomed = database
      .prepare(`SELECT seq FROM ${table} WHERE seq < ? OR (seq <= ? AND at < ?) ORDER BY seq LIMIT ?`)
      .all(beforeSeq, bound, olderThan, rowsPerStep);
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

  /** A component's last state before the limit stays: it is what the component was in when the kept history begins. */
  const pruneTransitions = (olderThan: number): number =>
    Number(
      database
        .prepare(
          `DELETE FROM health_transitions WHERE seq IN (
             SELECT old.seq FROM health_transitions old WHERE old.at < ? AND EXISTS (
               SELECT 1 FROM health_transitions later
               WHERE later.component = old.component AND later.at > old.at AND later.at < ?
             ) LIMIT ?
           )`,
        )
        .run(olderThan, olderThan, rowsPerStep).changes,
    );

  const pruneByTime = (table: string, olderThan: number, column = 'at'): number =>
    Number(
      database
        .prepare(
          `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE ${column} < ? LIMIT ?)`,
        )
        .run(olderThan, rowsPerStep).changes,
    );

  const pruneFineRollups = (olderThan: number): number =>
    Number(
      database
        .prepare(
          `DELETE FROM metric_rollups WHERE rowid IN (
             SELECT rowid FROM metric_rollups WHERE at < ? AND step_ms < ${hourMs} LIMIT ?
           )`,
        )
        .run(olderThan, rowsPerStep).changes,
    );

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
    /** One small transaction. Deletes nothing (`rows: 0`) once all limits hold. */
    step(
      now: number,
      policy: RetentionPolicy,
      held: { readonly events: number; readonly chat: number },
    ): { readonly rows: number; readonly events: number; readonly chat: number } {
      database.exec('BEGIN IMMEDIATE');
      const events = pruneTable(
        'events',
        now - policy.eventDays * dayMs,
        seqAfterOldest('events', held.events - policy.eventRows),
      );
      const chat = pruneTable(
        'chat',
        now - policy.chatDays * dayMs,
        seqAfterOldest('chat', held.chat - policy.chatRows),
      );
      const historyEnd = now - policy.transitionDays * dayMs;
      const health =
        pruneTransitions(historyEnd) +
        pruneByTime('snapshots', historyEnd) +
        pruneByTime('runs', historyEnd, 'seen_at');
      const records = Object.values(recordTables)
        .map((table) => pruneByTime(table, now - policy.recordDays * dayMs))
        .reduce((sum, count) => sum + count, 0);
      const metrics =
        pruneByTime('metric_rollups', now - policy.rollupDays * dayMs) +
        pruneFineRollups(now - fineRollupsMs);
      const deleted = { events, chat, health, records, metrics };
      note(now, deleted);
      database.exec('COMMIT');
      const rows = Object.values(deleted).reduce((sum, count) => sum + count, 0);
      if (rows > 0) database.exec(`PRAGMA incremental_vacuum(${pagesPerStep})`);
      return { rows, events, chat };
    },
  };
};
