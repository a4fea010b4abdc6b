import { chatMessageSchema, type ChatMessage } from '#shared/model/index.ts';
import type { ChatRow } from './batch.ts';
import { parseJsonObject, textColumn, type Row } from './rows.ts';

export const wholeMilliseconds = (at: number): number => (Number.isFinite(at) ? Math.trunc(at) : 0);

/**
 * Version of the row form that this program writes. Raise it when the schema of a message changes, so that
 * older rows are validated on reading. A test fails if you forget.
 */
export const presentForm = 1;

/** The seal: the start of the JSON in a row that this program wrote in the current form. */
const seal = `{"form":${presentForm},`;
const anySeals = /^\{(?:"form":\d+,)+/;

/**
 * Removes the seal from a row of another file. Its writer is unknown, so the row must be validated on
 * reading.
 */
export const withoutSeal = (rest: string): string => rest.replace(anySeals, '{');

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
    rest: seal + JSON.stringify(rest).slice(1),
  };
};

const columnsOf = (row: Row) => ({
  id: row['id'],
  platform: row['platform'],
  channel: row['channel'],
  userId: row['user_id'],
  userName: row['user_name'],
  text: row['text'],
  at: Number(row['at']),
});

/** Skips validation for sealed rows: validating fifty rows takes five times as long as reading them. */
const readSealed = (row: Row, rest: string): ChatMessage | null => {
  try {
    const message: ChatMessage = JSON.parse(`{${rest.slice(seal.length)}`);
    return Object.assign(message, columnsOf(row));
  } catch {
    return null;
  }
};

/**
 * Decodes a message from the columns `id`, `at`, `platform`, `channel`, `user_id`, `user_name`, `text` and
 * `rest`; null when the row is invalid. Validates rows of an older form or of another file.
 */
export const decodeChat = (row: Row): ChatMessage | null => {
  const rest = textColumn(row, 'rest');
  if (rest.startsWith(seal)) return readSealed(row, rest);
  const message = chatMessageSchema.safeParse({ ...parseJsonObject(rest), ...columnsOf(row) });
  return message.success ? message.data : null;
};
