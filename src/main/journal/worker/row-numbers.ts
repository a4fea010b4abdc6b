import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { hourMs } from '#shared/kernel/index.ts';
import type { IndexedTable } from './search-index.ts';

/**
 * Key of the first row number in a file that replaces a damaged one. Lower numbers are reserved for salvaged
 * records.
 */
export const firstSeqKey = 'first-seq';

/** A row of another file with its number there. */
export interface NumberedRow<TRow> {
  readonly seq: number;
  readonly row: TRow;
}

/** Returns the number of the next row of a table. */
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

/** The row numbers of each hour in one batch. */
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

/** Widens the range of row numbers of an hour. */
export const prepareHours = (database: DatabaseSync, table: 'event_hours' | 'chat_hours'): StatementSync =>
  database.prepare(
    `INSERT INTO ${table} (hour, first_seq, last_seq) VALUES (?, ?, ?)
     ON CONFLICT (hour) DO UPDATE SET
       first_seq = min(first_seq, excluded.first_seq), last_seq = max(last_seq, excluded.last_seq)`,
  );

/**
 * Adds rows of another file in their order. A row keeps its number, or gets the next free one if another row
 * has it. Existing rows stay. Returns the number of added rows, and the next free number.
 */
export const importRows = <TRow extends { readonly id: string }>(
  rows: readonly NumberedRow<TRow>[],
  next: number,
  table: {
    /** Returns the id of the row with a number; undefined when there is none. */
    idAt(seq: number): unknown;
    /** Returns false for a row that exists under another number. */
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
