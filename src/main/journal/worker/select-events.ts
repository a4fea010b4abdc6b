import type { DatabaseSync } from 'node:sqlite';
import { eventLevels, type EventFilter, type EventRecord } from '#shared/model/index.ts';
import { parseSearchTerms, toFtsQuery } from '../search-terms.ts';
import type { QueryAnswer } from './protocol.ts';
import { hourMs } from './row-writer.ts';
import { textColumn, parseJsonObject, textOrNull, type Row } from './rows.ts';

/** Conditions of a WHERE and their values, in the same order. */
type Condition = readonly [sql: string, ...values: (string | number)[]];

const decode = (row: Row): EventRecord => ({
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

const beforeCondition = (database: DatabaseSync, before: number | string): Condition => {
  if (typeof before === 'number') {
    return [
      'e.seq <= (SELECT coalesce(max(last_seq), 0) FROM event_hours WHERE hour <= ?) AND e.at < ?',
      Math.floor(before / hourMs),
      before,
    ];
  }
  const { seq, held } = seqOfId(database, before);
  return [held ? 'e.seq < ?' : 'e.seq <= ?', seq];
};

const afterCondition = (database: DatabaseSync, after: number | string): Condition => {
  if (typeof after === 'number') {
    return [
      'e.seq >= (SELECT coalesce(min(first_seq), 9e15) FROM event_hours WHERE hour >= ?) AND e.at > ?',
      Math.floor(after / hourMs),
      after,
    ];
  }
  return ['e.seq > ?', seqOfId(database, after).seq];
};

const topicCondition = (topic: string): Condition | null => {
  if (topic === '*') return null;
  if (!topic.endsWith('.*')) return ['e.topic = (SELECT id FROM names WHERE name = ?)', topic];
  const prefix = topic.slice(0, -1);
  // `/` is the character after `.`: the range holds exactly the names that begin with the prefix.
  return [
    'e.topic IN (SELECT id FROM names WHERE name >= ? AND name < ?)',
    prefix,
    `${prefix.slice(0, -1)}/`,
  ];
};

const levelCondition = (level: EventFilter['level']): Condition | null => {
  const rank = level ? eventLevels.indexOf(level) : 0;
  if (rank <= 0) return null;
  // Written out, because the partial index of the rare levels is used only for a constant.
  return [rank >= 2 ? `e.level >= 2 AND e.level >= ${rank}` : `e.level >= ${rank}`];
};

/** The newest events that match, `limit` of them at most. */
export const selectEvents = (
  database: DatabaseSync,
  filter: EventFilter,
  limit: number,
): Extract<QueryAnswer, { kind: 'events' }> => {
  const terms = parseSearchTerms(filter.text ?? '');
  const match = toFtsQuery(terms);
  const conditions: Condition[] = [['still_wanted()']];
  const add = (condition: Condition | null): void => {
    if (condition) conditions.push(condition);
  };
  if (match !== null) add(['events_text MATCH ?', match]);
  if (filter.topic !== undefined) add(topicCondition(filter.topic));
  if (filter.component !== undefined)
    add(['e.source = (SELECT id FROM names WHERE name = ?)', filter.component]);
  add(levelCondition(filter.level));
  if (filter.before !== undefined) add(beforeCondition(database, filter.before));
  if (filter.after !== undefined) add(afterCondition(database, filter.after));
  for (const literal of terms.literals) add(['instr(e.message, ?) > 0', literal]);

  const rows = database
    .prepare(
      `SELECT e.id, e.at, e.level, t.name AS topic, s.name AS source, e.message, e.correlation_id, e.cause_id, e.data
       FROM ${match === null ? 'events e' : 'events_text f CROSS JOIN events e ON e.seq = f.rowid'}
       CROSS JOIN names t ON t.id = e.topic CROSS JOIN names s ON s.id = e.source
       WHERE ${conditions.map(([sql]) => sql).join(' AND ')}
       ORDER BY ${match === null ? 'e.seq' : 'f.rowid'} DESC LIMIT ?`,
    )
    .all(...conditions.flatMap(([, ...values]) => values), limit + 1);
  const oldest = database.prepare('SELECT at FROM events ORDER BY seq LIMIT 1').get();
  return {
    kind: 'events',
    events: rows.slice(0, limit).map(decode),
    more: rows.length > limit,
    oldestAt: oldest ? Number(oldest['at']) : null,
  };
};
