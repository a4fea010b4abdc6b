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

/**
 * Adds rows of another file, in their order: under the number that a row had there, or under the next free one where
 * another row stands. A row that stands there already stays. Returns how many were added, and the next number then.
 */
export const takeInRows = <TRow extends { readonly id: string }>(
  rows: readonly NumberedRow<TRow>[],
  next: number,
  table: {
    /** Finds the id of the row under a number; undefined where none stands. */
    idAt(seq: number): unknown;
    /** Returns false for a row that is held under another number. */
    put(seq: number, row: TRow): boolean;
  },
): { readonly taken: number; readonly next: number } => {
  let taken = 0;
  let free = next;
  for (const { seq, row } of rows) {
    const heldAs = table.idAt(seq);
    if (heldAs === row.id) continue;
    const place = heldAs === undefined ? seq : free;
    if (!table.put(place, row)) continue;
    taken += 1;
    free = Math.max(free, place + 1);
  }
  return { taken, next: free };
};
