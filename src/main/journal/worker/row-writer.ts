import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { eventLevels } from '#shared/model/index.ts';
import type { Batch, ChatRow } from './protocol.ts';

export const hourMs = 3_600_000;
const rememberedIds = 50_000;

/** Row ids of repeated texts, looked up once. Forgotten as a whole when there are too many or a transaction was undone. */
const createIdCache = (load: (key: string) => number): { get(key: string): number; clear(): void } => {
  const ids = new Map<string, number>();
  return {
    get: (key) => {
      const known = ids.get(key);
      if (known !== undefined) return known;
      if (ids.size >= rememberedIds) ids.clear();
      const id = load(key);
      ids.set(key, id);
      return id;
    },
    clear: () => ids.clear(),
  };
};

const idOf = (statement: StatementSync, ...values: string[]): number =>
  Number(statement.get(...values)?.['id']);

const nextSeq = (database: DatabaseSync, table: string): number =>
  Number(database.prepare(`SELECT coalesce(max(seq), 0) + 1 AS seq FROM ${table}`).get()?.['seq']);

/** Which `seq` each hour got within one batch. */
type HourRanges = Map<number, { first: number; last: number }>;

const noteHour = (ranges: HourRanges, at: number, seq: number): void => {
  const hour = Math.floor(at / hourMs);
  const range = ranges.get(hour);
  if (range) range.last = seq;
  else ranges.set(hour, { first: seq, last: seq });
};

/** Puts the rows of a batch into their tables and indexes. The transaction around it is the caller's. */
export const createRowWriter = (database: DatabaseSync) => {
  const nameStatement = database.prepare(
    'INSERT INTO names (name) VALUES (?) ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id',
  );
  const chatterStatement = database.prepare(
    `INSERT INTO chatters (platform, user_id, user_name) VALUES (?, ?, ?)
     ON CONFLICT (platform, user_id) DO UPDATE SET user_name = excluded.user_name RETURNING id`,
  );
  const insertEvent = database.prepare(
    `INSERT INTO events (seq, id, at, level, topic, source, message, correlation_id, cause_id, data)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
  );
  const indexEvent = database.prepare(
    'INSERT INTO events_text (rowid, message, topic, source) VALUES (?, ?, ?, ?)',
  );
  const insertChat = database.prepare(
    'INSERT INTO chat (seq, id, at, channel, chatter, user_name, text, rest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const indexChat = database.prepare('INSERT INTO chat_text (rowid, text) VALUES (?, ?)');
  const insertTransition = database.prepare(
    'INSERT INTO health_transitions (at, component, state, level, reason) VALUES (?, ?, ?, ?, ?)',
  );
  const hourStatement = (table: string): StatementSync =>
    database.prepare(
      `INSERT INTO ${table} (hour, first_seq, last_seq) VALUES (?, ?, ?)
       ON CONFLICT (hour) DO UPDATE SET last_seq = max(last_seq, excluded.last_seq)`,
    );
  const eventHour = hourStatement('event_hours');
  const chatHour = hourStatement('chat_hours');

  const names = createIdCache((name) => idOf(nameStatement, name));
  const chatters = new Map<string, { readonly id: number; readonly userName: string }>();
  const chatterId = ({ platform, userId, userName }: ChatRow): number => {
    const key = `${platform} ${userId}`;
    const known = chatters.get(key);
    if (known?.userName === userName) return known.id;
    if (chatters.size >= rememberedIds) chatters.clear();
    const id = idOf(chatterStatement, platform, userId, userName);
    chatters.set(key, { id, userName });
    return id;
  };

  let eventSeq = nextSeq(database, 'events');
  let chatSeq = nextSeq(database, 'chat');

  const writeEvents = (batch: Batch): void => {
    const hours: HourRanges = new Map();
    for (const row of batch.events) {
      const { changes } = insertEvent.run(
        eventSeq,
        row.id,
        row.at,
        eventLevels.indexOf(row.level),
        names.get(row.topic),
        names.get(row.source),
        row.message,
        row.correlationId,
        row.causeId,
        row.data,
      );
      if (changes === 0) continue;
      indexEvent.run(eventSeq, row.message, row.topic, row.source);
      noteHour(hours, row.at, eventSeq);
      eventSeq += 1;
    }
    for (const [hour, { first, last }] of hours) eventHour.run(hour, first, last);
  };

  const writeChat = (batch: Batch): void => {
    const hours: HourRanges = new Map();
    for (const row of batch.chat) {
      insertChat.run(
        chatSeq,
        row.id,
        row.at,
        names.get(row.channel),
        chatterId(row),
        row.userName,
        row.text,
        row.rest,
      );
      indexChat.run(chatSeq, row.text);
      noteHour(hours, row.at, chatSeq);
      chatSeq += 1;
    }
    for (const [hour, { first, last }] of hours) chatHour.run(hour, first, last);
  };

  return {
    /** Returns how many events were new: one that is already there is left as it is. */
    write(batch: Batch): number {
      const firstSeq = eventSeq;
      writeEvents(batch);
      writeChat(batch);
      for (const { at, componentId, state, level, reason } of batch.transitions) {
        insertTransition.run(at, componentId, state, level, reason);
      }
      return eventSeq - firstSeq;
    },
    /** After a transaction was undone or rows were deleted: what was remembered may not be in the tables. */
    forget(): void {
      names.clear();
      chatters.clear();
      eventSeq = nextSeq(database, 'events');
      chatSeq = nextSeq(database, 'chat');
    },
  };
};
