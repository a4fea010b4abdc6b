import { z } from 'zod';
import { isolate } from '../../kernel/index.ts';
import {
  chatDeletionSchema,
  chatEditSchema,
  chatMessageSchema,
  chatPlatformSchema,
  platformTitle,
  type ChatDeletion,
  type ChatEdit,
  type ChatMessage,
  type ChatPlatform,
} from '../../model/index.ts';
import { topic } from './define.ts';
import { nameWords, userFields } from './person-words.ts';

const author = {
  userId: 'author.userId',
  login: 'author.login',
  displayName: 'author.displayName',
} as const;

const onPlatform = (platform: ChatPlatform | undefined): string =>
  platform === 'discord' ? ' on Discord' : '';

const deletedWords = (deletion: Partial<ChatDeletion>): string => {
  const { platform, ids, by, seconds, scope } = deletion;
  const name = nameWords(deletion.author, 'somebody');
  const count = ids?.length ?? 1;
  if (by === 'timed-out') return `${name} was timed out for ${seconds ?? 0} s.`;
  if (by === 'banned') return `${name} was banned.`;
  if (by === 'cleared') return 'A moderator cleared the chat.';
  if (scope === 'channel') return `The channel was deleted${onPlatform(platform)}.`;
  return count === 1
    ? `A message of ${name} was deleted${onPlatform(platform)}.`
    : `${count} messages were deleted${onPlatform(platform)}.`;
};

const editedWords = (edit: Partial<ChatEdit>): string =>
  `${nameWords(edit.author)} changed a message${onPlatform(edit.platform)}.`;

const messageWords = ({ displayName, text }: ChatMessage): string =>
  `${isolate(displayName)}: ${isolate(text)}`;

/** The data of `chat.message` as stored: a reference to the message. */
const messageReferenceSchema = z.object({
  platform: chatPlatformSchema,
  channel: z.string(),
  messageId: z.string(),
});

export const chatMessage = topic('chat.message', {
  title: 'Chat message',
  level: 'debug',
  keep: 'chat',
  data: z.object({
    message: chatMessageSchema,
    /** True when a moderator removed the message before it arrived. */
    removed: z.boolean().optional(),
  }),
  sentence: ({ message }) => messageWords(message),
  kept: ({ message: { platform, channel, id }, removed }) => ({
    message: `A chat message on ${platformTitle(platform)}`,
    data: { platform, channel, messageId: id, ...(removed !== undefined && { removed }) },
  }),
  chat: {
    references: (data) => {
      const reference = messageReferenceSchema.safeParse(data);
      return reference.success ? [{ platform: reference.data.platform, id: reference.data.messageId }] : [];
    },
    sentence: (data, [message]) => {
      if (message) return messageWords(message);
      const reference = messageReferenceSchema.safeParse(data);
      return reference.success
        ? `A chat message on ${platformTitle(reference.data.platform)}`
        : 'A chat message';
    },
  },
});

export const chatMessageLeftOut = topic('chat.message-left-out', {
  title: 'Chat message discarded',
  level: 'warning',
  // Names the invalid field by its path, never by what a viewer wrote.
  namesNobody: true,
  data: z.object({
    platform: chatPlatformSchema,
    channel: z.string(),
    /** Null when the message has no id or its id is invalid. */
    messageId: z.string().max(200).nullable(),
    /** The second half of a sentence: `its id is not an id`. */
    problem: z.string(),
  }),
  sentence: ({ platform, problem }) => `A message on ${platformTitle(platform)} was discarded: ${problem}`,
});

export const chatDeleted = topic('chat.deleted', {
  title: 'Chat messages deleted',
  data: chatDeletionSchema,
  sentence: deletedWords,
  people: { platform: 'data', persons: [author], sentence: deletedWords },
});

export const chatEdited = topic('chat.edited', {
  title: 'Chat message edited',
  data: chatEditSchema,
  sentence: editedWords,
  people: { platform: 'data', persons: [{ ...author, words: ['text'] }], sentence: editedWords },
  // The text is stored as chat only, where it is deleted with its viewer.
  kept: ({ text: _text, ...data }) => ({ data }),
});

const changedWords = (change: 'deleted' | 'edited', messages: readonly ChatMessage[]): string => {
  const [first] = messages;
  return first !== undefined && messages.length === 1
    ? `A message of ${isolate(first.displayName)} was ${change}`
    : `${messages.length} messages were ${change}`;
};

/** The data of `chat.message-changed` as stored: references to the messages. */
const changedReferenceSchema = z.object({
  change: z.enum(['deleted', 'edited']),
  platform: chatPlatformSchema,
  messageIds: z.array(z.string()),
});

export const chatMessageChanged = topic('chat.message-changed', {
  title: 'Chat messages changed',
  level: 'debug',
  data: z.object({ change: z.enum(['deleted', 'edited']), messages: z.array(chatMessageSchema) }),
  sentence: ({ change, messages }) => changedWords(change, messages),
  kept: ({ change, messages }) => ({
    message: messages.length === 1 ? `A message was ${change}` : changedWords(change, messages),
    data: {
      change,
      platform: messages[0]?.platform ?? null,
      channel: messages[0]?.channel ?? null,
      messageIds: messages.map(({ id }) => id),
    },
  }),
  chat: {
    // For several messages the sentence gives only the count.
    references: (data) => {
      const reference = changedReferenceSchema.safeParse(data);
      if (!reference.success) return [];
      const { platform, messageIds } = reference.data;
      return messageIds.length === 1 ? messageIds.map((id) => ({ platform, id })) : [];
    },
    sentence: (data, messages) => {
      const reference = changedReferenceSchema.safeParse(data);
      if (!reference.success) return 'Chat messages were changed';
      return messages.length === 0
        ? `A message was ${reference.data.change}`
        : changedWords(reference.data.change, messages);
    },
  },
});

const sending = { platform: chatPlatformSchema, cause: z.string(), length: z.number() };
const delivered = z.object({
  ...sending,
  result: z.enum(['delivered', 'sent-unconfirmed', 'refused']),
  messageId: z.string().nullable(),
});

/** The message of a platform or a fault: foreign text, which belongs in the sentence and not in the data. */
interface Quoted {
  readonly reason: string;
}

export const chatSent = topic('chat.sent', {
  title: 'Message sent',
  namesNobody: true,
  data: delivered,
  sentence: ({ platform }, { reason }: Quoted) => `Message sent to ${platformTitle(platform)}: ${reason}`,
});

export const chatRefused = topic('chat.refused', {
  title: 'Message refused',
  level: 'warning',
  data: delivered,
  sentence: ({ platform }, { reason }: Quoted) => `${platformTitle(platform)} refused a message: ${reason}`,
});

export const chatSendFailed = topic('chat.send-failed', {
  title: 'Message not sent',
  level: 'warning',
  data: z.object({ ...sending, code: z.string() }),
  sentence: ({ platform }, { reason }: Quoted) => `Message to ${platformTitle(platform)} not sent: ${reason}`,
});

/** The author of a command. */
const asker = {
  userId: z.string(),
  login: z.string(),
  displayName: z.string(),
  messageId: z.string(),
  platform: chatPlatformSchema,
};

export const commandAnswered = topic('command.answered', {
  title: 'Chat command answered',
  data: z.object({ ...asker, command: z.string() }),
  sentence: (data, { mark }: { readonly mark: '!' | '/' }) =>
    `${mark}${isolate(data.command)} from ${nameWords(data, 'somebody')} was answered.`,
  people: {
    platform: 'data',
    persons: [userFields],
    nameInSentence: /^[!/]\S+ (?:of|from) (?<name>.+) (?:is|was) answered\.$/u,
    sentence: (data, before) =>
      `${before.startsWith('/') ? '/' : '!'}${isolate(data.command ?? '')} from ${nameWords(data, 'somebody')} was answered.`,
  },
});

export const commandIgnored = topic('command.ignored', {
  title: 'Chat command ignored',
  level: 'debug',
  data: z.object({ ...asker, reason: z.string() }),
  sentence: (data, { what, why }: { readonly what: string; readonly why: string }) =>
    `${what} from ${nameWords(data, 'somebody')} was ignored. ${why}`,
  people: {
    platform: 'data',
    persons: [userFields],
    nameInSentence: /^(?:A command|\/\S+) (?:of|from) (?<name>.+?) was (?:left alone|ignored)\./u,
    sentence: (data) => `A command from ${nameWords(data, 'somebody')} was ignored.`,
  },
});

/** The topics of chat on all platforms. */
export const chatTopics = [
  chatMessage,
  chatMessageLeftOut,
  chatDeleted,
  chatEdited,
  chatMessageChanged,
  chatSent,
  chatRefused,
  chatSendFailed,
  commandAnswered,
  commandIgnored,
];
