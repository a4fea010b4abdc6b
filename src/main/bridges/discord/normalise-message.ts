import type { Message } from 'discord.js';
import type { Result } from '#shared/kernel/index.ts';
import { readChatMessage, type ChatMessage, type ChatRole } from '#shared/model/index.ts';
import { describeMessage } from './message-content.ts';

const nameOf = (author: Message['author'], member: Message['member']): string =>
  member?.displayName ?? author.globalName ?? author.username;

const colourOf = (member: Message['member']): string | null =>
  member && member.displayColor !== 0 ? member.displayHexColor : null;

const roleOf = (message: Message<true>): ChatRole => {
  if (message.author.id === message.guild.ownerId) return 'broadcaster';
  const permissions = message.member?.permissions;
  const moderates = permissions?.any(['ManageMessages', 'ModerateMembers']) ?? false;
  return moderates ? 'moderator' : 'viewer';
};

/** Returns a message as text, with the names of its own server. */
export const textOf = (message: Message<true>): string =>
  describeMessage(message, {
    user: (id) => {
      const user = message.mentions.users.get(id);
      return message.mentions.members.get(id)?.displayName ?? user?.globalName ?? user?.username;
    },
    role: (id) => message.guild.roles.cache.get(id)?.name,
    channel: (id) => message.guild.channels.cache.get(id)?.name,
  });

/**
 * Converts a Discord message to a chat message; `own` marks a message of this bridge. The error completes a
 * sentence about the message.
 */
export const normaliseMessage = (message: Message<true>, own: boolean): Result<ChatMessage, string> =>
  readChatMessage({
    id: message.id,
    platform: 'discord',
    channel: message.channelId,
    channelTitle: `#${message.channel.name}`,
    userId: message.author.id,
    userName: message.author.username,
    displayName: nameOf(message.author, message.member),
    color: colourOf(message.member),
    roles: [roleOf(message)],
    text: textOf(message),
    emotes: [],
    replyTo: message.reference?.messageId ?? null,
    firstMessage: false,
    sharedFrom: null,
    action: false,
    own,
    ownCause: null,
    at: message.createdTimestamp,
  });
