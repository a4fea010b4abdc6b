import { z } from 'zod';
import { chatRemovalSchema, type ChatMessage } from './chat-message.ts';
import { chatPlatformSchema } from './platform.ts';

const mostIds = 1_000;

/** The author of a message, as far as the platform named them. */
export const chatAuthorSchema = z.object({
  userId: z.string().nullable(),
  login: z.string().nullable(),
  displayName: z.string().nullable(),
});
export type ChatAuthor = z.infer<typeof chatAuthorSchema>;

const changeShape = {
  platform: chatPlatformSchema,
  channel: z.string(),
  /** Time of the change, epoch milliseconds: the platform's time if it gives one. */
  at: z.number(),
  /**
   * The author of the changed message; null when the platform does not name them or the change affects
   * everybody.
   */
  author: chatAuthorSchema.nullable(),
};

/** The data of `chat.deleted`: the removed messages of one channel, and how they were removed. */
export const chatDeletionSchema = z.object({
  ...changeShape,
  ...chatRemovalSchema.shape,
  /**
   * `messages`: the ones in `ids`. `author`: all earlier messages of the author. `channel`: all earlier
   * messages.
   */
  scope: z.enum(['messages', 'author', 'channel']),
  /** The platform's message ids. Empty unless the scope is `messages`. */
  ids: z.array(z.string().min(1).max(200)).max(mostIds),
});
export type ChatDeletion = z.infer<typeof chatDeletionSchema>;

/** The data of `chat.edited`: a message of one channel, as changed by its author. */
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
 * Milliseconds that a time-out, a ban or a clear reaches back. A platform removes what its chat still shows:
 * the current broadcast, never an archive of earlier weeks.
 */
export const removalReachMs = 24 * 3_600_000;

const isBy = (author: ChatAuthor | null, { userId, userName }: ChatMessage): boolean => {
  if (author === null) return false;
  if (author.userId !== null && userId !== '') return author.userId === userId;
  return author.login !== null && author.login.toLowerCase() === userName.toLowerCase();
};

/** Returns true when a deletion removes this message. */
export const isRemovedBy = (deletion: ChatDeletion, message: ChatMessage): boolean => {
  const { platform, channel, at, scope, ids, author } = deletion;
  if (message.platform !== platform || message.channel !== channel) return false;
  if (scope === 'messages') return ids.includes(message.id);
  if (message.at > at || message.at < at - removalReachMs) return false;
  return scope === 'channel' || isBy(author, message);
};

/** Returns the message marked as removed. A message that is already marked keeps its first mark. */
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

/**
 * Returns the message with the new text; null when it already has that text, was edited later, or was
 * removed.
 */
export const applyEdit = (message: ChatMessage, { text, at }: ChatEdit): ChatMessage | null => {
  if (message.deletedAt !== undefined || message.text === text || (message.editedAt ?? 0) > at) return null;
  // The emote positions refer to the old text.
  return { ...message, text, editedAt: at, emotes: [] };
};

/** Returns the message after a change; null when the change does not affect it. */
export const applyChatChange = (message: ChatMessage, change: ChatChange): ChatMessage | null => {
  if (change.kind === 'deleted')
    return isRemovedBy(change.deletion, message) ? markRemoved(message, change.deletion) : null;
  const { platform, channel, id } = change.edit;
  const isSame = message.platform === platform && message.channel === channel && message.id === id;
  return isSame ? applyEdit(message, change.edit) : null;
};
