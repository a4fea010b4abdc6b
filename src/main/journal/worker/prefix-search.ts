import { hourMs, type SearchTerms } from '#shared/kernel/index.ts';
import type { DatabaseSync } from 'node:sqlite';
import type { Condition, Row } from './rows.ts';

/**
 * A word that is being typed. FTS5 answers a prefix by first merging the rows of every word that begins so, which for one or
 * two letters is nearly all rows there are, and only then gives the newest. So the newest rows are looked at one by one first: what
 * is written often is found there at once, and what is not found there is rare, and cheap to merge.
 */
export const newestRows = 20_000;

/** A word that one in so many of the newest rows has is left out of what FTS5 is asked, and looked for in what it answers. */
const commonOneIn = 100;

/** The number of the last row that a search may find; `before` is an instant, epoch milliseconds. */
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

/** A condition that holds for each text that may have the word, and its values. It may hold for others. */
export const mayHaveUnfinished = ({ phrases }: SearchTerms, texts: readonly string[]): Condition => {
  const token = phrases.find(({ prefix }) => prefix)?.tokens.at(-1) ?? '';
  // LIKE knows upper and lower case of plain letters alone, and no accents: texts with any other character are all let through.
  const conditions = texts.map((text) => `${text} LIKE ? OR ${text} GLOB ?`);
  return [`(${conditions.join(' OR ')})`, ...texts.flatMap(() => [`%${token}%`, '*[^\u0001-~]*'])];
};

/** Whether a row's texts are what a search wants. */
export type Matches = (row: Row, terms: SearchTerms) => boolean;

/** A search whose last word may be unfinished. All that is read comes newest first. */
export interface UnfinishedSearch {
  /** Rows with numbers up to `top` and above `bottom`. Their column `fits` says whether they are what else is asked for. */
  readonly readNewest: (top: number, bottom: number) => Iterable<Row>;
  /** Rows up to a number that have the beginning of the unfinished word too, `limit` of them at most: for one that is rare. */
  readonly readRare: (top: number, limit: number) => Iterable<Row>;
  /** Rows up to a number that are what is asked for but for the unfinished word: for one that is common. */
  readonly readCommon: (top: number) => Iterable<Row>;
  /** The last row that may be found. */
  readonly top: number;
  readonly matches: Matches;
  readonly terms: SearchTerms;
  readonly limit: number;
  /** How many rows are looked at, at the most; a tenth of that when none of the first tenth has the unfinished word. */
  readonly lookedAt: number;
}

interface NewestFound {
  readonly found: readonly Row[];
  /** Rows up to this number were not looked at. */
  readonly bottom: number;
  /** Whether so many rows have the unfinished word that FTS5 is better not asked for it. */
  readonly isCommon: boolean;
}

/** Goes over the newest rows until enough are found. */
const lookThroughNewest = ({
  readNewest,
  top,
  matches,
  terms,
  limit,
  lookedAt,
}: UnfinishedSearch): NewestFound => {
  const unfinished: SearchTerms = { phrases: terms.phrases.filter(({ prefix }) => prefix), literals: [] };
  const enough = lookedAt / commonOneIn;
  const found: Row[] = [];
  let having = 0;
  let bottom = top;
  for (const size of [Math.ceil(lookedAt / 10), lookedAt]) {
    for (const row of readNewest(bottom, top - size)) {
      if (row['fits'] === 1 && matches(row, terms)) {
        found.push(row);
        having += 1;
      } else if (having < enough && matches(row, unfinished)) having += 1;
      if (found.length === limit) break;
    }
    bottom = top - size;
    if (having === 0 || found.length === limit) break;
  }
  return { found, bottom, isCommon: having >= enough };
};

/** The rows that match, `limit` of them at most; the rest is not read. */
const takeMatching = (
  rows: Iterable<Row>,
  { matches, terms }: Pick<UnfinishedSearch, 'matches' | 'terms'>,
  limit: number,
): readonly Row[] => {
  const found: Row[] = [];
  for (const row of rows) {
    if (matches(row, terms)) found.push(row);
    if (found.length === limit) break;
  }
  return found;
};

/** The newest rows one by one, then the older ones by what was learned of the word. */
export const findUnfinished = (search: UnfinishedSearch): readonly Row[] => {
  const { found, bottom, isCommon } = lookThroughNewest(search);
  const missing = search.limit - found.length;
  if (missing <= 0) return found;
  const older = isCommon
    ? takeMatching(search.readCommon(bottom), search, missing)
    : search.readRare(bottom, missing);
  return [...found, ...older];
};
