import type { DatabaseSync } from 'node:sqlite';
import { chatMessageSchema, type ChatMessage } from '#shared/model/index.ts';
import type { ChatFilter } from '../port.ts';
import { parseSearchTerms, toFtsQuery } from '../search-terms.ts';
import type { QueryAnswer } from './protocol.ts';
import { hourMs } from './row-writer.ts';
import { parseJsonObject, textColumn, type Row } from './rows.ts';

const decode = (row: Row): ChatMessage | null => {
  const message = chatMessageSchema.safeParse({
    ...parseJsonObject(textColumn(row, 'rest')),
    id: row['id'],
    platform: row['platform'],
    channel: row['channel'],
    userId: row['user_id'],
    userName: row['user_name'],
    text: row['text'],
    at: Number(row['at']),
  });
  return message.success ? message.data : null;
};

/** The newest chat messages that match, `limit` of them at most. */
export const selectChat = (
  database: DatabaseSync,
  filter: ChatFilter,
  limit: number,
): Extract<QueryAnswer, { kind: 'chat' }> => {
  const terms = parseSearchTerms(filter.text ?? '');
  const match = toFtsQuery(terms);
  const conditions: string[] = ['still_wanted()'];
  const values: (string | number)[] = [];
  const add = (sql: string, ...given: (string | number)[]): void => {
    conditions.push(sql);
    values.push(...given);
  };
  if (match !== null) add('chat_text MATCH ?', match);
  if (filter.user !== undefined) {
    add(
      'c.chatter IN (SELECT id FROM chatters WHERE user_id = ? OR user_name = ?)',
      filter.user,
      filter.user,
    );
  }
  if (filter.platform !== undefined) add('p.platform = ?', filter.platform);
  if (filter.before !== undefined) {
    add(
      `${match === null ? 'c.seq' : 'f.rowid'} <= (SELECT coalesce(max(last_seq), 0) FROM chat_hours WHERE hour <= ?) AND c.at < ?`,
      Math.floor(filter.before / hourMs),
      filter.before,
    );
  }
  for (const literal of terms.literals) add('instr(c.text, ?) > 0', literal);

  const rows = database
    .prepare(
      `SELECT c.id, c.at, p.platform, n.name AS channel, p.user_id, c.user_name, c.text, c.rest
       FROM ${match === null ? 'chat c' : 'chat_text f CROSS JOIN chat c ON c.seq = f.rowid'}
       CROSS JOIN chatters p ON p.id = c.chatter CROSS JOIN names n ON n.id = c.channel
       WHERE ${conditions.join(' AND ')}
       ORDER BY ${match === null ? 'c.seq' : 'f.rowid'} DESC LIMIT ?`,
    )
    .all(...values, limit);
  return {
    kind: 'chat',
    messages: rows.map(decode).filter((message) => message !== null),
  };
};
