import type { DatabaseSync } from 'node:sqlite';
import { matchesTerms, parseSearchTerms } from '#shared/kernel/index.ts';
import type { ChatFilter } from '../port.ts';
import { decodeChat } from './chat-row.ts';
import { isOfName, isOfUser } from './chatter-names.ts';
import type { QueryAnswer } from './protocol.ts';
import { textColumn, type Condition, type Row } from './rows.ts';
import { mirrored, toFtsQuery, withoutPrefixes } from './search-index.ts';
import { findByPrefix, lastSeqBefore, mayMatchPrefix, newestRows, type Matches } from './prefix-search.ts';

interface Search {
  /** The FTS5 query; null for a search without it. */
  readonly match: string | null;
  readonly conditions: readonly Condition[];
  /** The conditions for the column `fits`. */
  readonly fits?: readonly Condition[];
  /** Only rows up to this number. */
  readonly top: number;
  readonly limit?: number;
}

const matches: Matches = (row, terms) => matchesTerms(terms, [textColumn(row, 'text')]);

/** Reads rows, newest first. */
const readRows = (
  database: DatabaseSync,
  { match, conditions, fits = [], top, limit }: Search,
): Iterable<Row> => {
  // Node passes numbers to SQLite as floating point, which FTS5 can't use for a seek.
  const number = 'CAST(? AS INTEGER)';
  const all: readonly Condition[] = [
    ...(match === null ? [] : [['chat_words MATCH ?', match] as const]),
    [match === null ? `c.seq <= ${number}` : `f.rowid >= ${mirrored(number)}`, top],
    ...conditions,
    ['not_cancelled()'],
  ];
  return database
    .prepare(
      `SELECT c.id, c.at, p.platform, n.name AS channel, p.user_id, c.user_name, c.text, c.rest,
         ${['1', ...fits.map(([sql]) => sql)].join(' AND ')} AS fits
       FROM ${match === null ? 'chat c' : `chat_words f CROSS JOIN chat c ON c.seq = ${mirrored('f.rowid')}`}
       CROSS JOIN chatters p ON p.id = c.chatter CROSS JOIN names n ON n.id = c.channel
       WHERE ${all.map(([sql]) => sql).join(' AND ')}
       ORDER BY ${match === null ? 'c.seq DESC' : 'f.rowid'} LIMIT ?`,
    )
    .iterate(...[...fits, ...all].flatMap(([, ...values]) => values), limit ?? -1);
};

/** Returns the conditions of a filter, except for its text. */
const conditionsOf = (
  database: DatabaseSync,
  { user, name, platform, before }: ChatFilter,
): readonly Condition[] => [
  ...(user === undefined ? [] : [isOfUser(user)]),
  ...(name === undefined ? [] : [isOfName(database, name)]),
  ...(platform === undefined ? [] : [['p.platform = ?', platform] as const]),
  ...(before === undefined ? [] : [['c.at < ?', before] as const]),
];

const selectRows = (
  database: DatabaseSync,
  filter: ChatFilter,
  limit: number,
  scanLimit: number,
): readonly Row[] => {
  const terms = parseSearchTerms(filter.text ?? '');
  const finished = withoutPrefixes(terms);
  const top = lastSeqBefore(database, 'chat', filter.before);
  const conditions = [
    ...conditionsOf(database, filter),
    ...terms.literals.map((literal) => ['instr(c.text, ?) > 0', literal] as const),
  ];
  if (finished === null) return [...readRows(database, { match: toFtsQuery(terms), conditions, top, limit })];

  return findByPrefix({
    readNewest: (from, to) =>
      readRows(database, {
        match: null,
        conditions: [['c.seq > CAST(? AS INTEGER)', to], mayMatchPrefix(terms, ['c.text'])],
        fits: conditionsOf(database, filter),
        top: from,
      }),
    readRare: (from, most) =>
      readRows(database, { match: toFtsQuery(terms), conditions, top: from, limit: most }),
    readCommon: (from) => readRows(database, { match: toFtsQuery(finished), conditions, top: from }),
    top,
    matches,
    terms,
    limit,
    scanLimit,
  });
};

/** Returns the newest matching chat messages, at most `limit`. */
export const selectChat = (
  database: DatabaseSync,
  filter: ChatFilter,
  limit: number,
  scanLimit = newestRows,
): Extract<QueryAnswer, { kind: 'chat' }> => ({
  kind: 'chat',
  messages: selectRows(database, filter, limit, scanLimit)
    .map(decodeChat)
    .filter((message) => message !== null),
});
