import { z } from 'zod';
import { isolate } from '../../kernel/index.ts';
import {
  atMostCharacters,
  discordIdSchema,
  discordMessagePlaceSchema,
  discordPostedSchema,
  platformLimits,
} from '../../model/index.ts';
import { noInput, operation, sentenceResult } from './define.ts';
import { sendAnywaySchema } from './send-anyway.ts';

/** Discord gets 8 s for one request and 15 s for a rate limit. A post may need several requests. */
const timeoutMs = 90_000;
/** The component of Discord chat. */
const bridge = 'discord';

const text = z
  .string()
  .trim()
  .min(1, 'A message needs some text')
  .check(atMostCharacters(platformLimits.discord.message));

export const discordTryNotice = operation('discord.try-notice', {
  title: 'Post a test of the go-live notice',
  description: 'Posts the go-live notice with the current data, marked as a test',
  alsoCalled: ['announcement', 'announce', 'webhook'],
  icon: 'notice',
  risk: 'visible',
  tag: 'discord',
  input: noInput,
  result: discordPostedSchema,
  idempotent: false,
  timeoutMs,
  route: { method: 'POST', path: '/discord/go-live/try' },
  target: () => 'go-live',
  summary: () => 'Post a test of the go-live notice',
  done: ({ channelTitle }) => `Test posted in ${isolate(channelTitle)}.`,
  offers: (world) => (world.isRunning(bridge) ? [{}] : []),
});

export const discordPost = operation('discord.post', {
  title: 'Post on Discord',
  description:
    'Posts in a channel of the server, as the bot or under another name; refuses a text with a secret unless sendAnyway is true',
  icon: 'message',
  risk: 'visible',
  tag: 'discord',
  input: z.object({
    text,
    /** The channel that chat is read from, by default. */
    channelId: discordIdSchema.optional(),
    name: z.string().trim().min(1).check(atMostCharacters(platformLimits.discord.webhookName)).optional(),
    pictureUrl: z
      .url({ protocol: /^https$/, error: 'The address of a picture starts with https://' })
      .optional(),
    sendAnyway: sendAnywaySchema,
  }),
  result: discordPostedSchema,
  idempotent: false,
  timeoutMs,
  route: { method: 'POST', path: '/discord/messages' },
  keeps: ['sendAnyway'],
  target: () => bridge,
  summary: () => 'Post on Discord',
  done: ({ channelTitle }) => `Message posted in ${isolate(channelTitle)}.`,
});

export const discordEdit = operation('discord.edit', {
  title: 'Change a message on Discord',
  description: 'Changes a message that Cuelight sent; refuses a text with a secret unless sendAnyway is true',
  icon: 'edit',
  risk: 'visible',
  tag: 'discord',
  input: discordMessagePlaceSchema.extend({ text, sendAnyway: sendAnywaySchema }),
  result: sentenceResult,
  idempotent: true,
  timeoutMs,
  route: { method: 'PATCH', path: '/discord/messages' },
  keeps: ['sendAnyway'],
  target: () => bridge,
  control: ({ messageId }) => messageId,
  summary: () => 'Change the message on Discord',
  done: ({ message }) => message,
});

export const discordRemove = operation('discord.remove', {
  title: 'Delete a message on Discord',
  description: 'Deletes a message that Cuelight sent',
  icon: 'delete',
  risk: 'visible',
  tag: 'discord',
  input: discordMessagePlaceSchema,
  result: sentenceResult,
  // Deleting a message that is already gone succeeds.
  idempotent: true,
  timeoutMs,
  route: { method: 'POST', path: '/discord/messages/remove' },
  target: () => bridge,
  control: ({ messageId }) => messageId,
  summary: () => 'Delete the message on Discord',
  done: ({ message }) => message,
});

export const discordRehearseCommand = operation('discord.rehearse-command', {
  title: 'Simulate a slash command',
  description: 'Simulates a viewer’s slash command in rehearsal; refused while live',
  icon: 'command',
  risk: 'none',
  tag: 'discord',
  input: z.object({
    command: z.string().regex(/^[-_\p{Ll}\p{N}]{1,32}$/u, 'A command is a lower-case word'),
  }),
  result: sentenceResult,
  idempotent: false,
  timeoutMs: 5_000,
  route: { method: 'POST', path: '/discord/rehearsal/command' },
  target: () => 'slash-commands',
  control: ({ command }) => command,
  summary: ({ command }) => `Simulate /${isolate(command)}`,
  done: ({ message }) => message,
});

/** All operations on Discord besides chat, in palette order. */
export const discordOperations = [
  discordTryNotice,
  discordPost,
  discordEdit,
  discordRemove,
  discordRehearseCommand,
] as const;
