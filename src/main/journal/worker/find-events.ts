import type { DatabaseSync } from 'node:sqlite';
import { hourMs, matchesTerms, parseSearchTerms, type SearchTerms } from '#shared/kernel/index.ts';
import { eventLevels, type EventFilter } from '#shared/model/index.ts';
import { textColumn, type Condition, type Row } from './rows.ts';
import { mirrored, toFtsQuery, withoutPrefixes } from './search-index.ts';
import { findByPrefix, lastSeqBefore, mayMatchPrefix, newestRows, type Matches } from './prefix-search.ts';

/** Columns of an event row: of an event `e` with its topic `t` and its source `s`. */
export const eventColumns =
  'e.id, e.at, e.level, t.name AS topic, s.name AS source, e.message, e.correlation_id, e.cause_id, e.data';

/**
 * The `seq` of an event id. For an event that is missing (deleted, or never recorded) it is the place where
 * the id sorts. Ids sort by time, so paging continues at the right place after a clean-up.
 */
const seqOfId = (database: DatabaseSync, id: string): { readonly seq: number; readonly held: boolean } => {
  const row = database.prepare('SELECT seq, id FROM events WHERE id <= ? ORDER BY id DESC LIMIT 1').get(id);
  return { seq: Number(row?.['seq'] ?? 0), held: row?.['id'] === id };
};

/** The leading table of a search, read from newest to oldest: the search index if the search has words. */
interface Lead {
  readonly from: string;
  readonly newestFirst: string;
  /**
   * Compares a column of the leading table, so that the search starts at the right place. `seq` is an
   * expression.
   */
  readonly seqIs: (operator: '<' | '<=' | '>' | '>=', seq: string) => string;
}

const rowsLead: Lead = {
  from: 'events e',
  newestFirst: 'e.seq DESC',
  seqIs: (operator, seq) => `e.seq ${operator} ${seq}`,
};

const opposite = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;
const indexLead: Lead = {
  from: `events_words f CROSS JOIN events e ON e.seq = ${mirrored('f.rowid')}`,
  newestFirst: 'f.rowid',
  seqIs: (operator, seq) => `f.rowid ${opposite[operator]} ${mirrored(seq)}`,
};

const leadOf = (match: string | null): Lead => (match === null ? rowsLead : indexLead);

/** Node passes numbers to SQLite as floating point, which FTS5 can't use for a seek. */
const wholeNumber = 'CAST(? AS INTEGER)';

const beforeCondition = (database: DatabaseSync, { seqIs }: Lead, before: number | string): Condition => {
  if (typeof before === 'number') {
    return [
      `${seqIs('<=', '(SELECT coalesce(max(last_seq), 0) FROM event_hours WHERE hour <= ?)')} AND e.at < ?`,
      Math.floor(before / hourMs),
      before,
    ];
  }
  const { seq, held } = seqOfId(database, before);
  return [seqIs(held ? '<' : '<=', wholeNumber), seq];
};

const afterCondition = (database: DatabaseSync, { seqIs }: Lead, after: number | string): Condition => {
  if (typeof after === 'number') {
    return [
      `${seqIs('>=', '(SELECT coalesce(min(first_seq), 9000000000000000) FROM event_hours WHERE hour >= ?)')} AND e.at > ?`,
      Math.floor(after / hourMs),
      after,
    ];
  }
  return [seqIs('>', wholeNumber), seqOfId(database, after).seq];
};

/** A pattern that matches more topics than this is searched row by row instead of topic by topic. */
const maxTopics = 100;

/** Returns the row ids of the topics that match a pattern; null when all match. */
const topicIds = (database: DatabaseSync, pattern: string): readonly number[] | null => {
  if (pattern === '*') return null;
  const prefix = pattern.endsWith('.*') ? pattern.slice(0, -1) : null;
  const rows =
    prefix === null
      ? database.prepare('SELECT id FROM names WHERE name = ?').all(pattern)
      : // `/` is the character after `.`: the range contains exactly the names with the prefix.
        database
          .prepare('SELECT id FROM names WHERE name >= ? AND name < ?')
          .all(prefix, `${prefix.slice(0, -1)}/`);
  return rows.map((row) => Number(row['id']));
};

const levelCondition = (level: EventFilter['level']): Condition | null => {
  const rank = level ? eventLevels.indexOf(level) : 0;
  if (rank <= 0) return null;
  // A literal, because SQLite uses the partial index of the rare levels only for a constant.
  return [rank >= 2 ? `e.level >= 2 AND e.level >= ${rank}` : `e.level >= ${rank}`];
};

/** Returns the full-text condition; empty for a search without words. */
const matchCondition = (match: string | null): readonly Condition[] =>
  match === null ? [] : [['events_words MATCH ?', match]];

interface Search {
  readonly match: string | null;
  readonly conditions: readonly Condition[];
  readonly limit: number;
}

/** The `seq` of the newest matches, as a query with its values. */
const seqQuery = ({ match, conditions, limit }: Search): Condition => {
  const { from, newestFirst } = leadOf(match);
  return [
    `SELECT e.seq FROM ${from} WHERE ${conditions.map(([sql]) => sql).join(' AND ')}
     ORDER BY ${newestFirst} LIMIT ?`,
    ...conditions.flatMap(([, ...values]) => values),
    limit,
  ];
};

/**
 * Does the same for several topics: takes the newest of each and merges them. In a single query, SQLite would
 * sort every event of all these topics to find the newest few.
 */
const seqQueryByTopic = (search: Search, topics: readonly number[]): Condition => {
  const arms = topics.map((topic) =>
    seqQuery({ ...search, conditions: [['e.topic = ?', topic], ...search.conditions] }),
  );
  return [
    `SELECT seq FROM (${arms.map(([sql]) => `SELECT seq FROM (${sql})`).join(' UNION ALL ')}) ORDER BY seq DESC LIMIT ?`,
    ...arms.flatMap(([, ...values]) => values),
    search.limit,
  ];
};

/** Returns the conditions of a filter, except for its topic and its text. */
const conditionsOf = (
  database: DatabaseSync,
  { component, level, before, after }: EventFilter,
  lead: Lead,
): readonly Condition[] => {
  const ofLevel = levelCondition(level);
  return [
    ...(component === undefined
      ? []
      : [['e.source = (SELECT id FROM names WHERE name = ?)', component] as const]),
    ...(ofLevel ? [ofLevel] : []),
    ...(before === undefined ? [] : [beforeCondition(database, lead, before)]),
    ...(after === undefined ? [] : [afterCondition(database, lead, after)]),
  ];
};

/** `+` stops SQLite from using the index of topics, which isn't ordered by time. */
const topicCondition = (topics: readonly number[] | null): readonly Condition[] =>
  topics === null ? [] : [[`+e.topic IN (${topics.join(', ')})`]];

const nameOf = (column: string): string => `(SELECT name FROM names WHERE id = ${column})`;
const literalCondition = ['e.message', nameOf('e.topic'), nameOf('e.source')]
  .map((text) => `instr(${text}, ?) > 0`)
  .join(' OR ');

const literalConditions = ({ literals }: SearchTerms): readonly Condition[] =>
  literals.map((literal) => [`(${literalCondition})`, literal, literal, literal]);

/** Iterates over rows lazily, newest first. The column `fits` says whether a row meets the conditions. */
const readInOrder = (
  database: DatabaseSync,
  match: string | null,
  conditions: readonly Condition[],
  fits: readonly Condition[] = [],
): Iterable<Row> => {
  const { from, newestFirst } = leadOf(match);
  return database
    .prepare(
      `SELECT ${eventColumns}, ${['1', ...fits.map(([sql]) => sql)].join(' AND ')} AS fits
       FROM ${from} CROSS JOIN names t ON t.id = e.topic CROSS JOIN names s ON s.id = e.source
       WHERE ${conditions.map(([sql]) => sql).join(' AND ')}
       ORDER BY ${newestFirst}`,
    )
    .iterate(...[...fits, ...conditions].flatMap(([, ...values]) => values));
};

const matches: Matches = (row, terms) =>
  matchesTerms(terms, [textColumn(row, 'message'), textColumn(row, 'topic'), textColumn(row, 'source')]);

interface EventSearch {
  readonly filter: EventFilter;
  readonly terms: SearchTerms;
  readonly topics: readonly number[] | null;
  readonly limit: number;
  /** Number of the newest rows that are scanned one by one for a prefix. */
  readonly scanLimit: number;
}

/** Uses the search index, or the order of the rows for a search without words. */
const findByIndex = (
  database: DatabaseSync,
  { filter, terms, topics, limit }: EventSearch,
  also: readonly Condition[] = [],
): readonly Row[] => {
  const match = toFtsQuery(terms);
  const byTopic = topics !== null && match === null && topics.length > 0 && topics.length <= maxTopics;
  const conditions: readonly Condition[] = [
    ...matchCondition(match),
    ...also,
    ['not_cancelled()'],
    ...conditionsOf(database, filter, leadOf(match)),
    ...literalConditions(terms),
    ...(byTopic ? [] : topicCondition(topics)),
  ];
  const search: Search = { match, conditions, limit };
  const [sql, ...values] = byTopic ? seqQueryByTopic(search, topics) : seqQuery(search);
  return database
    .prepare(
      `SELECT ${eventColumns}
       FROM (${sql}) found CROSS JOIN events e ON e.seq = found.seq
       CROSS JOIN names t ON t.id = e.topic CROSS JOIN names s ON s.id = e.source
       ORDER BY e.seq DESC`,
    )
    .all(...values);
};

/** Searches with a prefix; `finished` is the search without it. */
const searchByPrefix = (
  database: DatabaseSync,
  search: EventSearch,
  finished: SearchTerms,
): readonly Row[] => {
  const { filter, terms, topics, limit, scanLimit } = search;
  const { before } = filter;
  return findByPrefix({
    readNewest: (from, to) =>
      readInOrder(
        database,
        null,
        [
          [`e.seq <= ${wholeNumber} AND e.seq > ${wholeNumber}`, from, to],
          mayMatchPrefix(terms, ['e.message', 't.name', 's.name']),
          ['not_cancelled()'],
        ],
        [...conditionsOf(database, filter, rowsLead), ...topicCondition(topics)],
      ),
    readRare: (from, most) =>
      findByIndex(database, { ...search, limit: most }, [[indexLead.seqIs('<=', wholeNumber), from]]),
    readCommon: (from) => {
      const match = toFtsQuery(finished);
      const lead = leadOf(match);
      return readInOrder(database, match, [
        ...matchCondition(match),
        [lead.seqIs('<=', wholeNumber), from],
        ['not_cancelled()'],
        ...conditionsOf(database, filter, lead),
        ...literalConditions(terms),
        ...topicCondition(topics),
      ]);
    },
    top:
      typeof before === 'string' ? seqOfId(database, before).seq : lastSeqBefore(database, 'events', before),
    matches,
    terms,
    limit,
    scanLimit,
  });
};

/** Returns the rows of the newest matching events, at most `limit`. */
export const findEvents = (
  database: DatabaseSync,
  filter: EventFilter,
  limit: number,
  scanLimit = newestRows,
): readonly Row[] => {
  const terms = parseSearchTerms(filter.text ?? '');
  const topics = filter.topic === undefined ? null : topicIds(database, filter.topic);
  const finished = withoutPrefixes(terms);
  if (topics?.length === 0) return [];
  const search: EventSearch = { filter, terms, topics, limit, scanLimit };
  return finished === null ? findByIndex(database, search) : searchByPrefix(database, search, finished);
};
