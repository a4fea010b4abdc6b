import type { DatabaseSync } from 'node:sqlite';
import { hourMs } from '#shared/kernel/index.ts';
import {
  applyChatChange,
  removalReachMs,
  type ChatChange,
  type ChatDeletion,
  type ChatMessage,
} from '#shared/model/index.ts';
import type { ArchivedChange } from './batch.ts';
import { decodeChat, encodeChat } from './chat-row.ts';
import { textColumn, type Condition, type Row } from './rows.ts';
import type { IndexWriter } from './search-index.ts';

/** Ids have no index, which would cost every message: so many of the newest rows are looked through for one. */
const rowsLookedThrough = 200_000;
/** Most messages that one change marks: some hours of the busiest chat. */
const mostChanged = 20_000;
/** Most changed messages that are told of, the newest: more than any window shows. */
const mostTold = 500;
/** The first instant of Discord's ids, which hold the instant of the message in their upper bits. */
const discordEpoch = 1_420_070_400_000;

const instantOf = (id: string): number | null =>
  /^\d{15,20}$/.test(id) ? Number(BigInt(id) >> 22n) + discordEpoch : null;

/** Alters the messages on disk that a change concerns. The transaction and the write of the index are the caller's. */
export const createChatChanger = (database: DatabaseSync, index: IndexWriter) => {
  const newestSeq = database.prepare('SELECT max(seq) AS seq FROM chat');
  const firstOfHours = database.prepare(
    'SELECT min(first_seq) AS seq FROM chat_hours WHERE hour BETWEEN ? AND ?',
  );
  const update = database.prepare('UPDATE chat SET text = ?, rest = ? WHERE seq = ?');

  const find = (conditions: readonly Condition[]): readonly Row[] =>
    database
      .prepare(
        `SELECT c.seq, c.id, c.at, p.platform, n.name AS channel, p.user_id, c.user_name, c.text, c.rest
         FROM chat c CROSS JOIN chatters p ON p.id = c.chatter CROSS JOIN names n ON n.id = c.channel
         WHERE ${conditions.map(([sql]) => sql).join(' AND ')} ORDER BY c.seq DESC LIMIT ${mostChanged}`,
      )
      .all(...conditions.flatMap(([, ...values]) => values));

  /** The number of the first row of a span of time; null when nothing was written in it. */
  const seqOf = (from: number, to: number): number | null => {
    const seq = firstOfHours.get(Math.floor(from / hourMs), Math.floor(to / hourMs))?.['seq'];
    return typeof seq === 'number' ? seq : null;
  };

  const findIds = (platform: string, channel: string, ids: readonly string[]): readonly Row[] => {
    const newest = Number(newestSeq.get()?.['seq'] ?? 0);
    const instants = platform === 'discord' ? ids.map(instantOf) : [];
    const seqs = instants.flatMap((at) => (at === null ? [] : (seqOf(at, at) ?? [])));
    return find([
      ['c.seq >= CAST(? AS INTEGER)', Math.min(newest - rowsLookedThrough, ...seqs)],
      ['c.id IN (SELECT value FROM json_each(?))', JSON.stringify(ids)],
      ['p.platform = ?', platform],
      ['n.name = ?', channel],
    ]);
  };

  const findSpan = ({ platform, channel, at, scope, author }: ChatDeletion): readonly Row[] => {
    const from = at - removalReachMs;
    const first = seqOf(from, at);
    if (first === null) return [];
    const span: readonly Condition[] = [
      ['p.platform = ?', platform],
      ['n.name = ?', channel],
      ['c.at BETWEEN ? AND ?', from, at],
    ];
    if (scope === 'channel') return find([['c.seq >= CAST(? AS INTEGER)', first], ...span]);
    const chatters = 'SELECT id FROM chatters WHERE platform = ? AND (user_id = ? OR user_name = ?)';
    return find([
      [`c.chatter IN (${chatters})`, platform, author?.userId ?? '', author?.login ?? ''],
      ...span,
    ]);
  };

  const rowsOf = (change: ChatChange): readonly Row[] => {
    if (change.kind === 'edited') {
      const { platform, channel, id } = change.edit;
      return findIds(platform, channel, [id]);
    }
    const { scope, platform, channel, ids } = change.deletion;
    return scope === 'messages' ? findIds(platform, channel, ids) : findSpan(change.deletion);
  };

  const write = (seq: number, before: string, after: ChatMessage): void => {
    update.run(after.text, encodeChat(after).rest, seq);
    if (after.text !== before) index.replace(seq, after.text);
  };

  return {
    apply(change: ChatChange): ArchivedChange {
      const changed: ChatMessage[] = [];
      for (const row of rowsOf(change)) {
        const message = decodeChat(row);
        const after = message && applyChatChange(message, change);
        if (!after) continue;
        write(Number(row['seq']), textColumn(row, 'text'), after);
        if (changed.length < mostTold) changed.push(after);
      }
      return { change: change.kind, messages: changed.toReversed() };
    },
  };
};
