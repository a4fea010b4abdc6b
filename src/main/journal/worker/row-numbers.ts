import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { hourMs } from '#shared/kernel/index.ts';
import type { IndexedTable } from './search-index.ts';

/** A file that follows a damaged one leaves the numbers before this to the records that are saved from that one. */
export const firstSeqKey = 'first-seq';

/** A record of another file, under the number that it had there. */
export interface NumberedRow<TRow> {
  readonly seq: number;
  readonly row: TRow;
}

/** The number of the next row of a table. */
export const nextSeq = (database: DatabaseSync, table: IndexedTable): number =>
  Number(
    database
      .prepare(
        `SELECT max(
           coalesce((SELECT max(seq) FROM ${table}), 0) + 1,
           coalesce((SELECT max(last_row) FROM time_marks WHERE place = '${table}'), 0) + 1,
           coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = '${firstSeqKey}'), 1)
         ) AS seq`,
      )
      .get()?.['seq'],
  );

/** The numbers that each hour got within one batch. */
export class HourRanges {
  readonly #ranges = new Map<number, { first: number; last: number }>();

  note(at: number, seq: number): void {
    const hour = Math.floor(at / hourMs);
    const range = this.#ranges.get(hour);
    if (range) {
      range.first = Math.min(range.first, seq);
      range.last = Math.max(range.last, seq);
    } else this.#ranges.set(hour, { first: seq, last: seq });
  }

  write(statement: StatementSync): void {
    for (const [hour, { first, last }] of this.#ranges) statement.run(hour, first, last);
  }
}

/** Widens an hour's range of numbers. */
export const prepareHours = (database: DatabaseSync, table: 'event_hours' | 'chat_hours'): StatementSync =>
  database.prepare(
    `INSERT INTO ${table} (hour, first_seq, last_seq) VALUES (?, ?, ?)
     ON CONFLICT (hour) DO UPDATE SET
       first_seq = min(first_seq, excluded.first_seq), last_seq = max(last_seq, excluded.last_seq)`,
  );
