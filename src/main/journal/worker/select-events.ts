import type { DatabaseSync } from 'node:sqlite';
import { eventLevels, type EventFilter, type EventRecord } from '#shared/model/index.ts';
import { parseSearchTerms, toFtsQuery } from '../search-terms.ts';
import type { QueryAnswer } from './protocol.ts';
import { hourMs } from './row-writer.ts';
import { textColumn, parseJsonObject, textOrNull, type Row } from './rows.ts';

/** Conditions of a WHERE and their values, in the same order. */
type Condition = readonly [sql: string, ...values: (string | number)[]];

/** What {@link decodeEvent} reads, of an event `e` with its topic `t` and its source `s`. */
export const eventColumns =
  'e.id, e.at, e.level, t.name AS topic, s.name AS source, e.message, e.correlation_id, e.cause_id, e.data';

export const decodeEvent = (row: Row): EventRecord => ({
  id: textColumn(row, 'id'),
  topic: textColumn(row, 'topic'),
  source: textColumn(row, 'source'),
  level: eventLevels[Number(row['level'])] ?? 'info',
  at: Number(row['at']),
  message: textColumn(row, 'message'),
  correlationId: textOrNull(row, 'correlation_id'),
  causeId: textOrNull(row, 'cause_id'),
  data: parseJsonObject(textColumn(row, 'data')),
});

/**
 * The `seq` of an event id. One that is not held (pruned, or never recorded) stands where its id sorts, because ids
 * sort by time: a page turned after the clean-up goes on at the right place.
 */
const seqOfId = (database: DatabaseSync, id: string): { readonly seq: number; readonly held: boolean } => {
  const row = database.prepare('SELECT seq, id FROM events WHERE id <= ? ORDER BY id DESC LIMIT 1').get(id);
  return { seq: Number(row?.['seq'] ?? 0), held: row?.['id'] === id };
};

/** What a page is cut by: the column of the table that leads the search, so that it starts at the right place. */
type SeqColumn = 'e.seq' | 'f.rowid';

/** Numbers arrive in SQLite as floating point, by which FTS5 does not find its place. */
const wholeNumber = 'CAST(? AS INTEGER)';

const beforeCondition = (
  database: DatabaseSync,
  seqColumn: SeqColumn,
  before: number | string,
): Condition => {
  if (typeof before === 'number') {
    return [
      `${seqColumn} <= (SELECT coalesce(max(last_seq), 0) FROM event_hours WHERE hour <= ?) AND e.at < ?`,
      Math.floor(before / hourMs),
      before,
    ];
  }
  const { seq, held } = seqOfId(database, before);
  return [`${seqColumn} ${held ? '<' : '<='} ${wholeNumber}`, seq];
};

const afterCondition = (database: DatabaseSync, seqColumn: SeqColumn, after: number | string): Condition => {
  if (typeof after === 'number') {
    return [
      `${seqColumn} >= (SELECT coalesce(min(first_seq), 9e15) FROM event_hours WHERE hour >= ?) AND e.at > ?`,
      Math.floor(after / hourMs),
      after,
    ];
  }
  return [`${seqColumn} > ${wholeNumber}`, seqOfId(database, after).seq];
};

/** A topic pattern that matches more topics than this is looked for row by row instead of topic by topic. */
const maxTopics = 100;

/** The row ids of the topics that a pattern means; null when it means all of them. */
const topicIds = (database: DatabaseSync, pattern: string): readonly number[] | null => {
  if (pattern === '*') return null;
  const prefix = pattern.endsWith('.*') ? pattern.slice(0, -1) : null;
  const rows =
    prefix === null
      ? database.prepare('SELECT id FROM names WHERE name = ?').all(pattern)
      : // `/` is the character after `.`: the range holds exactly the names that begin with the prefix.
        database
          .prepare('SELECT id FROM names WHERE name >= ? AND name < ?')
          .all(prefix, `${prefix.slice(0, -1)}/`);
  return rows.map((row) => Number(row['id']));
};

const levelCondition = (level: EventFilter['level']): Condition | null => {
  const rank = level ? eventLevels.indexOf(level) : 0;
  if (rank <= 0) return null;
  // Written out, because the partial index of the rare levels is used only for a constant.
  return [rank >= 2 ? `e.level >= 2 AND e.level >= ${rank}` : `e.level >= ${rank}`];
};

interface Search {
  readonly match: string | null;
  readonly conditions: readonly Condition[];
  readonly limit: number;
}

/** The `seq` of the newest matches, as a query and its values. */
const seqQuery = ({ match, conditions, limit }: Search): Condition => [
  `SELECT e.seq FROM ${match === null ? 'events e' : 'events_text f CROSS JOIN events e ON e.seq = f.rowid'}
   WHERE ${conditions.map(([sql]) => sql).join(' AND ')}
   ORDER BY ${match === null ? 'e.seq' : 'f.rowid'} DESC LIMIT ?`,
  ...conditions.flatMap(([, ...values]) => values),
  limit,
];

/**
 * The same for several topics: the newest of each, merged. Asked for all at once, SQLite would sort every event of all
 * these topics to find the few that are newest.
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

/** The newest events that match, `limit` of them at most. */
export const selectEvents = (
  database: DatabaseSync,
  filter: EventFilter,
  limit: number,
): Extract<QueryAnswer, { kind: 'events' }> => {
  const terms = parseSearchTerms(filter.text ?? '');
  const match = toFtsQuery(terms);
  const seqColumn: SeqColumn = match === null ? 'e.seq' : 'f.rowid';
  const conditions: Condition[] = [['still_wanted()']];
  const add = (condition: Condition | null): void => {
    if (condition) conditions.push(condition);
  };
  if (match !== null) add(['events_text MATCH ?', match]);
  if (filter.component !== undefined)
    add(['e.source = (SELECT id FROM names WHERE name = ?)', filter.component]);
  add(levelCondition(filter.level));
  if (filter.before !== undefined) add(beforeCondition(database, seqColumn, filter.before));
  if (filter.after !== undefined) add(afterCondition(database, seqColumn, filter.after));
  for (const literal of terms.literals) add(['instr(e.message, ?) > 0', literal]);

  const topics = filter.topic === undefined ? null : topicIds(database, filter.topic);
  const byTopic = topics !== null && match === null && topics.length > 0 && topics.length <= maxTopics;
  // `+` keeps SQLite from using the index of topics, which does not know what is newest.
  if (topics !== null && !byTopic) add([`+e.topic IN (${topics.join(', ')})`]);
  const search: Search = { match, conditions, limit: limit + 1 };
  const [sql, ...values] = byTopic ? seqQueryByTopic(search, topics) : seqQuery(search);

  const rows = database
    .prepare(
      `SELECT ${eventColumns}
       FROM (${sql}) found CROSS JOIN events e ON e.seq = found.seq
       CROSS JOIN names t ON t.id = e.topic CROSS JOIN names s ON s.id = e.source
       ORDER BY e.seq DESC`,
    )
    .all(...values);
  const oldest = database.prepare('SELECT at FROM events ORDER BY seq LIMIT 1').get();
  return {
    kind: 'events',
    events: rows.slice(0, limit).map(decodeEvent),
    more: rows.length > limit,
    oldestAt: oldest ? Number(oldest['at']) : null,
  };
};

/** One event by its id; null when it is not held. */
export const selectEvent = (database: DatabaseSync, id: string): EventRecord | null => {
  const row = database
    .prepare(
      `SELECT ${eventColumns} FROM events e
       CROSS JOIN names t ON t.id = e.topic CROSS JOIN names s ON s.id = e.source WHERE e.id = ?`,
    )
    .get(id);
  return row ? decodeEvent(row) : null;
};
