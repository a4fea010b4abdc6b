import { hourMs, type SearchTerms } from '#shared/kernel/index.ts';
import type { DatabaseSync } from 'node:sqlite';
import type { Condition, Row } from './rows.ts';

/**
 * Number of the newest rows that a prefix search scans one by one. For a prefix, FTS5 first merges the rows
 * of every word that begins with it, and only then returns the newest. For one or two letters these are
 * nearly all rows. The scan finds common words at once. Words that it doesn't find are rare, and cheap to
 * merge.
 */
export const newestRows = 20_000;

/**
 * A prefix that occurs in one of this many of the newest rows is common: it is left out of the FTS5 query and
 * checked in the results.
 */
const commonOneIn = 100;

/** Returns the number of the last row that a search may find; `before` is an instant, epoch milliseconds. */
export const lastSeqBefore = (
  database: DatabaseSync,
  table: 'events' | 'chat',
  before: number | undefined,
): number => {
  const hours = table === 'events' ? 'event_hours' : 'chat_hours';
  const row =
    before === undefined
      ? database.prepare(`SELECT max(seq) AS seq FROM ${table}`).get()
      : database
          .prepare(`SELECT max(last_seq) AS seq FROM ${hours} WHERE hour <= ?`)
          .get(Math.floor(before / hourMs));
  return Number(row?.['seq'] ?? 0);
};

/**
 * Returns a condition, with its values, that holds for every text that may contain the word. It may hold for
 * other texts too.
 */
export const mayMatchPrefix = ({ phrases }: SearchTerms, texts: readonly string[]): Condition => {
  const token = phrases.find(({ prefix }) => prefix)?.tokens.at(-1) ?? '';
  // LIKE ignores case only for ASCII letters and doesn't handle accents, so texts with other characters
  // always pass.
  const conditions = texts.map((text) => `${text} LIKE ? OR ${text} GLOB ?`);
  return [`(${conditions.join(' OR ')})`, ...texts.flatMap(() => [`%${token}%`, '*[^\u0001-~]*'])];
};

/** Returns true when the texts of a row match a search. */
export type Matches = (row: Row, terms: SearchTerms) => boolean;

/** A search whose last word is a prefix. All rows are read newest first. */
export interface PrefixSearch {
  /**
   * Reads the rows with numbers up to `top` and above `bottom`. The column `fits` says whether a row meets
   * the other conditions.
   */
  readonly readNewest: (top: number, bottom: number) => Iterable<Row>;
  /**
   * Reads at most `limit` rows up to a number that match everything, the prefix included. Used for a rare
   * prefix.
   */
  readonly readRare: (top: number, limit: number) => Iterable<Row>;
  /** Reads the rows up to a number that match everything except the prefix. Used for a common prefix. */
  readonly readCommon: (top: number) => Iterable<Row>;
  /** Number of the last row that the search may find. */
  readonly top: number;
  readonly matches: Matches;
  readonly terms: SearchTerms;
  readonly limit: number;
  /** Maximum number of rows to scan. Only a tenth is scanned when none of that tenth contains the prefix. */
  readonly scanLimit: number;
}

interface NewestFound {
  readonly found: readonly Row[];
  /** Rows up to this number were not scanned. */
  readonly bottom: number;
  /** True when so many rows contain the prefix that it must be left out of the FTS5 query. */
  readonly isCommon: boolean;
}

/** Scans the newest rows until enough are found. */
const scanNewest = ({ readNewest, top, matches, terms, limit, scanLimit }: PrefixSearch): NewestFound => {
  const prefixes: SearchTerms = { phrases: terms.phrases.filter(({ prefix }) => prefix), literals: [] };
  const enough = scanLimit / commonOneIn;
  const found: Row[] = [];
  let having = 0;
  let bottom = top;
  for (const size of [Math.ceil(scanLimit / 10), scanLimit]) {
    for (const row of readNewest(bottom, top - size)) {
      if (row['fits'] === 1 && matches(row, terms)) {
        found.push(row);
        having += 1;
      } else if (having < enough && matches(row, prefixes)) having += 1;
      if (found.length === limit) break;
    }
    bottom = top - size;
    if (having === 0 || found.length === limit) break;
  }
  return { found, bottom, isCommon: having >= enough };
};

/** Returns at most `limit` matching rows, without reading the rest. */
const takeMatching = (
  rows: Iterable<Row>,
  { matches, terms }: Pick<PrefixSearch, 'matches' | 'terms'>,
  limit: number,
): readonly Row[] => {
  const found: Row[] = [];
  for (const row of rows) {
    if (matches(row, terms)) found.push(row);
    if (found.length === limit) break;
  }
  return found;
};

/** Scans the newest rows, then searches the older rows in the way that suits the prefix, rare or common. */
export const findByPrefix = (search: PrefixSearch): readonly Row[] => {
  const { found, bottom, isCommon } = scanNewest(search);
  const missing = search.limit - found.length;
  if (missing <= 0) return found;
  const older = isCommon
    ? takeMatching(search.readCommon(bottom), search, missing)
    : search.readRare(bottom, missing);
  return [...found, ...older];
};
