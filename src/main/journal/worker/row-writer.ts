import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { eventLevels, type ObservedSpan } from '#shared/model/index.ts';
import type { HealthTransition } from '../port.ts';
import { createChatChanger } from './chat-changer.ts';
import type { MetricRollup, RecordKind } from '../records.ts';
import type { ArchivedChange, Batch, ChatRow, EventRow, RecordRow, SnapshotRow } from './protocol.ts';
import { recordTables } from './schema.ts';
import { createIndexWriter } from './search-index.ts';
import { createNameWriter } from './chatter-names.ts';

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

/** A file that follows a damaged one leaves the numbers before this to the records that are saved from that one. */
export const firstSeqKey = 'first-seq';

const nextSeq = (database: DatabaseSync, table: string): number =>
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

/** Which `seq` each hour got within one batch. */
type HourRanges = Map<number, { first: number; last: number }>;

const noteHour = (ranges: HourRanges, at: number, seq: number): void => {
  const hour = Math.floor(at / hourMs);
  const range = ranges.get(hour);
  if (range) {
    range.first = Math.min(range.first, seq);
    range.last = Math.max(range.last, seq);
  } else ranges.set(hour, { first: seq, last: seq });
};

/** A record of another file, under the number that it had there. */
export interface NumberedRow<TRow> {
  readonly seq: number;
  readonly row: TRow;
}

/** Puts the rows of a batch into their tables and indexes. The transaction around it is the caller's. */
export const createRowWriter = (database: DatabaseSync) => {
  const nameStatement = database.prepare(
    'INSERT INTO names (name) VALUES (?) ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id',
  );
  const findChatter = database.prepare(
    'SELECT id, user_name FROM chatters WHERE platform = ? AND user_id = ?',
  );
  const addChatter = database.prepare(
    'INSERT INTO chatters (platform, user_id, user_name) VALUES (?, ?, ?) RETURNING id',
  );
  const renameChatter = database.prepare('UPDATE chatters SET user_name = ? WHERE id = ?');
  const addName = createNameWriter(database);
  const eventIndex = createIndexWriter(database, 'events');
  const chatIndex = createIndexWriter(database, 'chat');
  const insertEvent = database.prepare(
    `INSERT INTO events (seq, id, at, level, topic, source, message, correlation_id, cause_id, data)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
  );
  const insertChat = database.prepare(
    'INSERT INTO chat (seq, id, at, channel, chatter, user_name, text, rest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const findChat = database.prepare(
    `SELECT c.seq, c.text, c.rest FROM chat_hours h JOIN chat c ON c.seq BETWEEN h.first_seq AND h.last_seq
     WHERE h.hour = ? AND c.chatter = ? AND c.id = ? ORDER BY c.seq DESC LIMIT 1`,
  );
  const changeChat = database.prepare('UPDATE chat SET text = ?, rest = ? WHERE seq = ?');
  const insertTransition = database.prepare(
    'INSERT INTO health_transitions (at, component, state, level, reason) VALUES (?, ?, ?, ?, ?)',
  );
  const ofEachKind = (sql: (table: string) => string): Readonly<Record<RecordKind, StatementSync>> => {
    const statement = (kind: RecordKind): StatementSync => database.prepare(sql(recordTables[kind]));
    return {
      command: statement('command'),
      'pipeline-run': statement('pipeline-run'),
      outage: statement('outage'),
      incident: statement('incident'),
    };
  };
  const upsertRecord = ofEachKind(
    (table) =>
      `INSERT INTO ${table} (id, at, subject, ended_at, data) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET
         at = excluded.at, subject = excluded.subject, ended_at = excluded.ended_at, data = excluded.data`,
  );
  const upsertRollup = database.prepare(
    `INSERT INTO metric_rollups (component, name, unit, at, step_ms, count, min, max, mean)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (component, name, step_ms, at) DO UPDATE SET
       mean = (mean * count + excluded.mean * excluded.count) / (count + excluded.count),
       count = count + excluded.count, min = min(min, excluded.min), max = max(max, excluded.max)`,
  );
  const upsertRun = database.prepare(
    `INSERT INTO runs (started_at, seen_at) VALUES (?, ?)
     ON CONFLICT (started_at) DO UPDATE SET seen_at = max(seen_at, excluded.seen_at)`,
  );
  const insertSnapshot = database.prepare('INSERT INTO snapshots (at, level, data) VALUES (?, ?, ?)');
  const idAtEvent = database.prepare('SELECT id FROM events WHERE seq = ?');
  const idAtChat = database.prepare('SELECT id FROM chat WHERE seq = ?');
  const recordHeld = ofEachKind((table) => `SELECT 1 FROM ${table} WHERE id = ?`);
  const transitionHeld = database.prepare(
    'SELECT 1 FROM health_transitions WHERE component = ? AND at = ? AND state = ? AND level = ? AND reason = ?',
  );
  const rollupHeld = database.prepare(
    'SELECT 1 FROM metric_rollups WHERE component = ? AND name = ? AND step_ms = ? AND at = ?',
  );
  const runHeld = database.prepare('SELECT 1 FROM runs WHERE started_at = ?');
  const snapshotHeld = database.prepare('SELECT 1 FROM snapshots WHERE at = ?');
  const hourStatement = (table: string): StatementSync =>
    database.prepare(
      `INSERT INTO ${table} (hour, first_seq, last_seq) VALUES (?, ?, ?)
       ON CONFLICT (hour) DO UPDATE SET
         first_seq = min(first_seq, excluded.first_seq), last_seq = max(last_seq, excluded.last_seq)`,
    );
  const eventHour = hourStatement('event_hours');
  const chatHour = hourStatement('chat_hours');

  const names = createIdCache((name) => idOf(nameStatement, name));
  const chatters = new Map<string, Pick<ChatRow, 'userName' | 'displayName'> & { readonly id: number }>();
  const chatterId = ({ platform, userId, userName, displayName }: ChatRow): number => {
    const key = `${platform} ${userId}`;
    const known = chatters.get(key);
    if (known?.userName === userName && known.displayName === displayName) return known.id;
    if (chatters.size >= rememberedIds) chatters.clear();
    const held = findChatter.get(platform, userId);
    const id = held ? Number(held['id']) : idOf(addChatter, platform, userId, userName);
    // Looked at first: an upsert would write each row and its two indexes anew for the first message of everybody.
    if (held && held['user_name'] !== userName) renameChatter.run(userName, id);
    addName(id, userName, displayName);
    chatters.set(key, { id, userName, displayName });
    return id;
  };

  let eventSeq = nextSeq(database, 'events');
  let chatSeq = nextSeq(database, 'chat');

  const putEvent = (seq: number, row: EventRow, hours: HourRanges): boolean => {
    const { changes } = insertEvent.run(
      seq,
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
    if (changes === 0) return false;
    eventIndex.add(seq, row.message, row.topic, row.source);
    noteHour(hours, row.at, seq);
    return true;
  };
  const putChat = (seq: number, row: ChatRow, hours: HourRanges): void => {
    const { id, at, userName, text, rest } = row;
    insertChat.run(seq, id, at, names.get(row.channel), chatterId(row), userName, text, rest);
    chatIndex.add(seq, text);
    noteHour(hours, at, seq);
  };
  /** By its hour and author: there is no index by the platform's id, which would cost every message for the few. */
  const replaceChat = (row: ChatRow): void => {
    const chatter = findChatter.get(row.platform, row.userId);
    const held = chatter && findChat.get(Math.floor(row.at / hourMs), Number(chatter['id']), row.id);
    if (!held) return;
    const seq = Number(held['seq']);
    if (held['text'] === row.text && held['rest'] === row.rest) return;
    changeChat.run(row.text, row.rest, seq);
    if (held['text'] !== row.text) chatIndex.replace(seq, row.text);
  };
  const changer = createChatChanger(database, chatIndex);
  const putRecord = ({ kind, id, at, subject, endedAt, data }: RecordRow): void => {
    upsertRecord[kind].run(id, at, subject, endedAt, data);
  };
  const putRollup = (rollup: MetricRollup): void => {
    const { componentId, name, unit, at, stepMs, count, min, max, mean } = rollup;
    upsertRollup.run(componentId, name, unit, at, stepMs, count, min, max, mean);
  };
  const writeHours = (statement: StatementSync, hours: HourRanges): void => {
    for (const [hour, { first, last }] of hours) statement.run(hour, first, last);
  };

  return {
    /** Tells how many events were new (one that is already there is left as it is), and which old messages changed. */
    write(batch: Batch): { readonly events: number; readonly changedChat: readonly ArchivedChange[] } {
      const firstSeq = eventSeq;
      const ofEvents: HourRanges = new Map();
      for (const row of batch.events) if (putEvent(eventSeq, row, ofEvents)) eventSeq += 1;
      writeHours(eventHour, ofEvents);
      const ofChat: HourRanges = new Map();
      for (const row of batch.chat) putChat(chatSeq++, row, ofChat);
      writeHours(chatHour, ofChat);
      batch.chatChanges.forEach(replaceChat);
      const changedChat = batch.chatFacts.map((change) => changer.apply(change));
      eventIndex.write();
      chatIndex.write();
      for (const { at, componentId, state, level, reason } of batch.transitions)
        insertTransition.run(at, componentId, state, level, reason);
      batch.records.forEach(putRecord);
      batch.rollups.forEach(putRollup);
      for (const { from, to } of batch.runs) upsertRun.run(from, to);
      for (const { at, level, data } of batch.snapshots) insertSnapshot.run(at, level, data);
      return {
        events: eventSeq - firstSeq,
        changedChat: changedChat.filter(({ messages }) => messages.length > 0),
      };
    },
    /** Takes in records of another file under the numbers they had; what is held already stays. Returns how many came. */
    takeInEvents(rows: readonly NumberedRow<EventRow>[]): number {
      const hours: HourRanges = new Map();
      let taken = 0;
      for (const { seq, row } of rows) {
        const heldAs = idAtEvent.get(seq)?.['id'];
        if (heldAs === row.id) continue;
        const free = heldAs === undefined;
        if (!putEvent(free ? seq : eventSeq, row, hours)) continue;
        taken += 1;
        eventSeq = Math.max(eventSeq, (free ? seq : eventSeq) + 1);
      }
      eventIndex.write();
      writeHours(eventHour, hours);
      return taken;
    },
    /** Like {@link takeInEvents}. */
    takeInChat(rows: readonly NumberedRow<ChatRow>[]): number {
      const hours: HourRanges = new Map();
      let taken = 0;
      for (const { seq, row } of rows) {
        const heldAs = idAtChat.get(seq)?.['id'];
        if (heldAs === row.id) continue;
        const free = heldAs === undefined;
        putChat(free ? seq : chatSeq, row, hours);
        taken += 1;
        chatSeq = Math.max(chatSeq, (free ? seq : chatSeq) + 1);
      }
      chatIndex.write();
      writeHours(chatHour, hours);
      return taken;
    },
    takeInTransitions(rows: readonly HealthTransition[]): number {
      const fresh = rows.filter(
        ({ at, componentId, state, level, reason }) =>
          transitionHeld.get(componentId, at, state, level, reason) === undefined,
      );
      for (const { at, componentId, state, level, reason } of fresh)
        insertTransition.run(at, componentId, state, level, reason);
      return fresh.length;
    },
    takeInRecords(rows: readonly RecordRow[]): number {
      const fresh = rows.filter(({ kind, id }) => recordHeld[kind].get(id) === undefined);
      fresh.forEach(putRecord);
      return fresh.length;
    },
    takeInRollups(rows: readonly MetricRollup[]): number {
      const fresh = rows.filter(
        ({ componentId, name, stepMs, at }) => rollupHeld.get(componentId, name, stepMs, at) === undefined,
      );
      fresh.forEach(putRollup);
      return fresh.length;
    },
    takeInRuns(rows: readonly ObservedSpan[]): number {
      const fresh = rows.filter(({ from }) => runHeld.get(from) === undefined);
      for (const { from, to } of fresh) upsertRun.run(from, to);
      return fresh.length;
    },
    takeInSnapshots(rows: readonly SnapshotRow[]): number {
      const fresh = rows.filter(({ at }) => snapshotHeld.get(at) === undefined);
      for (const { at, level, data } of fresh) insertSnapshot.run(at, level, data);
      return fresh.length;
    },
    /** After a transaction was undone or rows were deleted: what was remembered may not be in the tables. */
    forget(): void {
      names.clear();
      chatters.clear();
      eventIndex.forget();
      chatIndex.forget();
      eventSeq = nextSeq(database, 'events');
      chatSeq = nextSeq(database, 'chat');
    },
  };
};

export type RowWriter = ReturnType<typeof createRowWriter>;
