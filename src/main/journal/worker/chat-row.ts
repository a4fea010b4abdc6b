import { chatMessageSchema, type ChatMessage } from '#shared/model/index.ts';
import type { ChatRow } from './batch.ts';
import { parseJsonObject, textColumn, type Row } from './rows.ts';

export const wholeMilliseconds = (at: number): number => (Number.isFinite(at) ? Math.trunc(at) : 0);

export const encodeChat = (message: ChatMessage): ChatRow => {
  const { id, platform, channel, userId, userName, at, text, ...rest } = message;
  return {
    id,
    platform,
    channel,
    userId,
    userName,
    displayName: message.displayName,
    at: wholeMilliseconds(at),
    text,
    rest: JSON.stringify(rest),
  };
};

/** A message from the columns `id`, `at`, `platform`, `channel`, `user_id`, `user_name`, `text` and `rest`. */
export const decodeChat = (row: Row): ChatMessage | null => {
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
