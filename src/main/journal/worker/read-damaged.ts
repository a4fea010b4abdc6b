import type { DatabaseSync } from 'node:sqlite';
import type { Row } from './rows.ts';

/** A page of the rows that can be read. */
export interface ReadablePage {
  readonly rows: readonly Row[];
  /** Row id to continue after; null at the end of the table. */
  readonly after: number | null;
  /** True when an unreadable place was skipped. */
  readonly gap: boolean;
}

const rowIdOf = (row: Row | undefined): number | null => (row ? Number(row['row_id']) : null);
const highestRowId = Number.MAX_SAFE_INTEGER;

/**
 * Reads a table of a database that may be damaged, in row order, and skips unreadable pages. Never writes,
 * because the file is evidence.
 */
export class DamagedTableReader {
  readonly #database: DatabaseSync;
  readonly #table: string;

  constructor(database: DatabaseSync, table: string) {
    this.#database = database;
    this.#table = table;
  }

  read(after: number, limit: number): ReadablePage {
    const rows: Row[] = [];
    try {
      const statement = this.#database.prepare(
        `SELECT rowid AS row_id, * FROM ${this.#table} WHERE rowid > CAST(? AS INTEGER) ORDER BY rowid LIMIT ?`,
      );
      for (const row of statement.iterate(after, limit)) rows.push(row);
      const last = rowIdOf(rows.at(-1));
      return { rows, after: rows.length === limit ? last : null, gap: false };
    } catch {
      const last = rowIdOf(rows.at(-1)) ?? after;
      return { rows, after: this.#beyondGap(last), gap: true };
    }
  }

  /** Finds the row id after which reading works again; null when nothing after it can be read. */
  #beyondGap(start: number): number | null {
    let bad = start;
    let good: number | null = null;
    for (let stride = 1; bad < highestRowId; stride *= 2) {
      const probe = Math.min(start + stride, highestRowId);
      const next = this.#next(probe);
      if (next === 'end') return null;
      if (next !== 'unreadable') {
        good = probe;
        break;
      }
      bad = probe;
    }
    if (good === null) return null;
    while (good - bad > 1) {
      const middle: number = bad + Math.floor((good - bad) / 2);
      if (this.#next(middle) === 'unreadable') bad = middle;
      else good = middle;
    }
    return good;
  }

  #next(after: number): number | 'end' | 'unreadable' {
    try {
      const row = this.#database
        .prepare(
          `SELECT rowid AS row_id, * FROM ${this.#table} WHERE rowid > CAST(? AS INTEGER) ORDER BY rowid LIMIT 1`,
        )
        .get(after);
      return rowIdOf(row) ?? 'end';
    } catch {
      return 'unreadable';
    }
  }
}

/** Returns every readable row of a small table. */
export const readAllReadable = (database: DatabaseSync, table: string): readonly Row[] => {
  const reader = new DamagedTableReader(database, table);
  const rows: Row[] = [];
  for (let after: number | null = 0; after !== null;) {
    const page: ReadablePage = reader.read(after, 5_000);
    rows.push(...page.rows);
    after = page.after;
  }
  return rows;
};
