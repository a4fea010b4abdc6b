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

/**
 * Number of the newest rows that are scanned for an id. Ids have no index, because it would slow down every
 * insert.
 */
const scannedRows = 200_000;
/** Maximum number of messages that one change marks: some hours of the busiest chat. */
const maxChanged = 20_000;
/** Maximum number of changed messages that are reported, newest first: more than any window shows. */
const maxReported = 500;
/** Epoch of Discord's ids. Their upper bits contain the time of the message. */
const discordEpoch = 1_420_070_400_000;

const instantOf = (id: string): number | null =>
  /^\d{15,20}$/.test(id) ? Number(BigInt(id) >> 22n) + discordEpoch : null;

/**
 * Updates the messages on disk that a change affects. The caller owns the transaction and writes the index.
 */
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
         WHERE ${conditions.map(([sql]) => sql).join(' AND ')} ORDER BY c.seq DESC LIMIT ${maxChanged}`,
      )
      .all(...conditions.flatMap(([, ...values]) => values));

  /** Returns the number of the first row in a span of time; null when nothing was written in it. */
  const seqOf = (from: number, to: number): number | null => {
    const seq = firstOfHours.get(Math.floor(from / hourMs), Math.floor(to / hourMs))?.['seq'];
    return typeof seq === 'number' ? seq : null;
  };

  const findIds = (platform: string, channel: string, ids: readonly string[]): readonly Row[] => {
    const newest = Number(newestSeq.get()?.['seq'] ?? 0);
    const instants = platform === 'discord' ? ids.map(instantOf) : [];
    const seqs = instants.flatMap((at) => (at === null ? [] : (seqOf(at, at) ?? [])));
    return find([
      ['c.seq >= CAST(? AS INTEGER)', Math.min(newest - scannedRows, ...seqs)],
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
        if (changed.length < maxReported) changed.push(after);
      }
      return { change: change.kind, messages: changed.toReversed() };
    },
  };
};
