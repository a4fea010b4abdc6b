import { z } from 'zod';
import { chatRemovalSchema, type ChatMessage } from './chat-message.ts';
import { chatPlatformSchema } from './platform.ts';

const mostIds = 1_000;

/** The author of a message as far as the platform named them. */
export const chatAuthorSchema = z.object({
  userId: z.string().nullable(),
  login: z.string().nullable(),
  displayName: z.string().nullable(),
});
export type ChatAuthor = z.infer<typeof chatAuthorSchema>;

const changeShape = {
  platform: chatPlatformSchema,
  channel: z.string(),
  /** When it happened, epoch milliseconds, the platform's where it gives a time. */
  at: z.number(),
  /** The author of what was changed; null when the platform does not say, and when it concerns everybody. */
  author: chatAuthorSchema.nullable(),
};

/** The data of `chat.deleted`: which messages of one channel were removed, and in which way. */
export const chatDeletionSchema = z.object({
  ...changeShape,
  ...chatRemovalSchema.shape,
  /** `messages`: those in `ids`. `author`: what the author wrote before. `channel`: what anybody wrote before. */
  scope: z.enum(['messages', 'author', 'channel']),
  /** The platform's ids. Empty unless the scope is `messages`. */
  ids: z.array(z.string().min(1).max(200)).max(mostIds),
});
export type ChatDeletion = z.infer<typeof chatDeletionSchema>;

/** The data of `chat.edited`: a message of one channel as its author changed it. */
export const chatEditSchema = z.object({
  ...changeShape,
  id: z.string().min(1).max(200),
  text: z.string().max(4_000),
});
export type ChatEdit = z.infer<typeof chatEditSchema>;

export type ChatChange =
  | { readonly kind: 'deleted'; readonly deletion: ChatDeletion }
  | { readonly kind: 'edited'; readonly edit: ChatEdit };

/**
 * How far back a time-out, a ban or a clear reaches, milliseconds. A platform takes away what its chat still shows:
 * the present broadcast, never what stands in an archive from earlier weeks.
 */
export const removalReachMs = 24 * 3_600_000;

const isBy = (author: ChatAuthor | null, { userId, userName }: ChatMessage): boolean => {
  if (author === null) return false;
  if (author.userId !== null && userId !== '') return author.userId === userId;
  return author.login !== null && author.login.toLowerCase() === userName.toLowerCase();
};

/** True when a deletion removes this message. */
export const isRemovedBy = (deletion: ChatDeletion, message: ChatMessage): boolean => {
  const { platform, channel, at, scope, ids, author } = deletion;
  if (message.platform !== platform || message.channel !== channel) return false;
  if (scope === 'messages') return ids.includes(message.id);
  if (message.at > at || message.at < at - removalReachMs) return false;
  return scope === 'channel' || isBy(author, message);
};

/** The message with the mark of a deletion. One that is marked already keeps its first mark. */
export const markRemoved = (
  message: ChatMessage,
  { at, by, seconds, reason }: ChatDeletion,
): ChatMessage | null =>
  message.deletedAt === undefined
    ? {
        ...message,
        deletedAt: at,
        removed: { by, ...(seconds !== undefined && { seconds }), ...(reason !== undefined && { reason }) },
      }
    : null;

/** The message with another text. Null when it reads so already, was edited later, or was removed. */
export const applyEdit = (message: ChatMessage, { text, at }: ChatEdit): ChatMessage | null => {
  if (message.deletedAt !== undefined || message.text === text || (message.editedAt ?? 0) > at) return null;
  // The emotes stood at places of the text before.
  return { ...message, text, editedAt: at, emotes: [] };
};

/** The message after a change; null when the change does not concern or alter it. */
export const applyChatChange = (message: ChatMessage, change: ChatChange): ChatMessage | null => {
  if (change.kind === 'deleted')
    return isRemovedBy(change.deletion, message) ? markRemoved(message, change.deletion) : null;
  const { platform, channel, id } = change.edit;
  const isSame = message.platform === platform && message.channel === channel && message.id === id;
  return isSame ? applyEdit(message, change.edit) : null;
};
