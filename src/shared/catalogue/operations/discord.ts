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

/** Discord is given 8 s for one request and 15 s for a rate limit; a post may need several requests. */
const timeoutMs = 90_000;
/** The component of Discord's chat. */
const bridge = 'discord';

const text = z
  .string()
  .trim()
  .min(1, 'A message needs some text')
  .check(atMostCharacters(platformLimits.discord.message));

export const discordTryNotice = operation('discord.try-notice', {
  title: 'Post a test of the go-live notice',
  description: 'Posts the go-live notice as it would be now, marked as a test',
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
  done: ({ channelTitle }) => `A test notice stands in ${isolate(channelTitle)}.`,
  offers: (world) => (world.isRunning(bridge) ? [{}] : []),
});

export const discordPost = operation('discord.post', {
  title: 'Post on Discord',
  description:
    'Posts in a channel of the server, as the bot or under another name; refuses a secret unless sendAnyway is true',
  icon: 'message',
  risk: 'visible',
  tag: 'discord',
  input: z.object({
    text,
    /** The channel that is read, when left out. */
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
  done: ({ channelTitle }) => `The message stands in ${isolate(channelTitle)}.`,
});

export const discordEdit = operation('discord.edit', {
  title: 'Change a message on Discord',
  description: 'Changes a message of ours; refuses a secret unless sendAnyway is true',
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
  description: 'Deletes a message of ours',
  icon: 'delete',
  risk: 'visible',
  tag: 'discord',
  input: discordMessagePlaceSchema,
  result: sentenceResult,
  // One that is gone already is a success.
  idempotent: true,
  timeoutMs,
  route: { method: 'POST', path: '/discord/messages/remove' },
  target: () => bridge,
  control: ({ messageId }) => messageId,
  summary: () => 'Delete the message on Discord',
  done: ({ message }) => message,
});

export const discordRehearseCommand = operation('discord.rehearse-command', {
  title: 'Let a viewer use a slash command',
  description: 'Lets a viewer of the rehearsal use a slash command; refused while live',
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
  summary: ({ command }) => `Let a viewer use /${isolate(command)}`,
  done: ({ message }) => message,
});

/** Everything that can be done on Discord beside its chat, in the order of the palette. */
export const discordOperations = [
  discordTryNotice,
  discordPost,
  discordEdit,
  discordRemove,
  discordRehearseCommand,
] as const;
