import type { DatabaseSync } from 'node:sqlite';
import { hourMs } from '#shared/kernel/index.ts';
import { createIndexWriter, type IndexedTable } from './search-index.ts';
import { ageBounds, earliestStamp } from './time-marks.ts';

/**
 * Deletes a bounded number of events and chat messages, which are limited by age and by number, with their
 * search entries.
 */
export const createCountedPruner = (database: DatabaseSync, rowsPerStep: number) => {
  /** `olderThan` is null while the time is in doubt; then nothing is deleted by age. */
  const pruneTable = (table: IndexedTable, olderThan: number | null, beforeSeq: number): number => {
    const hours = table === 'events' ? 'event_hours' : 'chat_hours';
    const { gone, doubtful } =
      olderThan === null ? { gone: 0, doubtful: 0 } : ageBounds(database, table, olderThan);
    const cut = olderThan ?? 0;
    // Rows older than the limit arrived no later than the last row in the hour of the limit.
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

  /** The `seq` below which rows exceed the limit, or a lower one if a step can't delete that many. */
  const seqAfterOldest = (table: IndexedTable, rows: number): number =>
    rows <= 0
      ? 0
      : Number(
          database
            .prepare(`SELECT seq FROM ${table} ORDER BY seq LIMIT 1 OFFSET ?`)
            .get(Math.min(rows, rowsPerStep))?.['seq'] ?? 0,
        );

  return { pruneTable, seqAfterOldest };
};
