import { z } from 'zod';
import { isolate } from '../../kernel/index.ts';
import { topic } from './define.ts';
import { nameWords, userFields } from './person-words.ts';

/** `/status, /health` */
const withSlashes = (names: readonly string[]): string => names.map((name) => `/${name}`).join(', ');

/** The names of commands and their state on Discord. */
interface CommandsNow {
  readonly now: 'offered' | 'withdrawn' | 'unknown';
  /** The message of the fault, for the state `unknown`. */
  readonly reason?: string;
}

export const discordCommandsChanged = topic('discord.commands-changed', {
  title: 'Slash commands changed',
  data: z.object({ changed: z.array(z.string()) }),
  sentence: ({ changed }, { now, reason = '' }: CommandsNow) =>
    now === 'unknown'
      ? `Discord may still offer commands that are switched off: ${reason}`
      : `Discord ${now === 'offered' ? 'now offers' : 'no longer offers'} ${withSlashes(changed)}`,
});

/** Person data in events of earlier versions, possibly without a person. */
const person = z.object({
  userId: z.string().nullable().optional(),
  login: z.string().nullable().optional(),
  displayName: z.string().nullable().optional(),
});

export const discordConnected = topic('discord.connected', {
  title: 'Discord connected',
  data: person.extend({ channel: z.string() }).loose(),
  // Names our own account only.
  namesNobody: true,
  sentence: (data) => `Signed in to Discord as ${nameWords(data)}, reading ${isolate(`#${data.channel}`)}`,
  people: {
    platform: 'discord',
    persons: [userFields],
    nameInSentence: /^Signed in to Discord as (?<name>.+), reading #/u,
  },
});

export const discordDisconnected = topic('discord.disconnected', {
  title: 'Discord disconnected',
  level: 'warning',
  // Null when Discord stopped answering while the connection stayed open.
  data: z.object({ code: z.number().nullable() }),
  sentence: ({ code }) =>
    code === null
      ? 'Discord stopped answering; reconnecting'
      : `Discord closed the connection (code ${code}); reconnecting`,
});

const backAfter = (gapMs: number, words: string): string =>
  `Discord reconnected after ${(gapMs / 1_000).toFixed(1)} s; ${words}`;

export const discordResumed = topic('discord.resumed', {
  title: 'Discord session resumed',
  data: z.object({ gapMs: z.number() }),
  sentence: ({ gapMs }) => backAfter(gapMs, 'missed messages were replayed'),
});

export const discordReconnected = topic('discord.reconnected', {
  title: 'Discord reconnected',
  data: z.object({ gapMs: z.number() }),
  sentence: ({ gapMs }) => backAfter(gapMs, 'messages sent in the meantime are missing'),
});

/** The name of the channel that was temporarily not read. */
interface InChannel {
  readonly channel: string;
}

const gap = { from: z.number(), to: z.number() };

export const discordNothingMissed = topic('discord.nothing-missed', {
  title: 'No messages missed',
  level: 'debug',
  data: z.object({ ...gap, count: z.literal(0) }),
  sentence: (_, { channel }: InChannel) =>
    `No messages were sent in ${isolate(`#${channel}`)} while Discord was disconnected`,
});

const writtenWords = (count: number, more: boolean): string => {
  if (more) return `At least ${count} messages were`;
  return count === 1 ? '1 message was' : `${count} messages were`;
};

export const discordMessagesMissed = topic('discord.messages-missed', {
  title: 'Messages missed',
  level: 'warning',
  // `count` is null when Discord does not report it; `more` means that the count may be too low.
  data: z.object({ ...gap, count: z.number().nullable(), more: z.boolean() }),
  sentence: ({ count, more }, { channel }: InChannel) =>
    count === null
      ? `Messages in ${isolate(`#${channel}`)} may have been missed; Discord doesn't report how many`
      : `${writtenWords(count, more)} sent in ${isolate(`#${channel}`)} while Discord was disconnected`,
});

export const discordRateLimited = topic('discord.rate-limited', {
  title: 'Discord rate limit',
  level: 'warning',
  data: z.object({ waitMs: z.number(), global: z.boolean() }),
  sentence: ({ waitMs }) => `Discord's rate limit delays the message by ${(waitMs / 1_000).toFixed(1)} s`,
});

export const discordRequestsRefused = topic('discord.requests-refused', {
  title: 'Discord refuses requests',
  level: 'warning',
  data: z.object({ count: z.number() }),
  sentence: ({ count }) =>
    `Discord refused ${count} requests within ten minutes; at 10,000 it blocks this IP address`,
});

export const discordPayloadRefused = topic('discord.payload-refused', {
  title: 'Unreadable data from Discord',
  level: 'warning',
  data: z.object({
    /** The type of the Discord event; null when it could not be read. */
    topic: z.string().nullable(),
    reason: z.string(),
    /** Frames discarded since the previous event of this topic. */
    count: z.number(),
  }),
  sentence: ({ topic: sent }) =>
    `Discord sent data that can't be read (${sent ?? 'unknown event'}); it was discarded`,
});

export const discordCommandUnanswered = topic('discord.command-unanswered', {
  title: 'Slash command unanswered',
  level: 'warning',
  data: z.object({ command: z.string() }),
  sentence: ({ command }, { reason }: { readonly reason: string }) =>
    `The slash command /${command} was not answered: ${reason}`,
});

/** Emitted by earlier versions, which had no `chat.edited`. */
const discordMessageEdited = topic('discord.message-edited', {
  title: 'Discord message edited',
  data: person,
  sentence: (data) => `${nameWords(data)} changed a message on Discord`,
  people: {
    platform: 'discord',
    persons: [userFields],
    nameInSentence: /^(?<name>.+) changed a message on Discord$/u,
  },
});

/** Emitted by earlier versions, which had no `chat.deleted`. */
const discordMessageDeleted = topic('discord.message-deleted', {
  title: 'Discord message deleted',
  data: person,
  sentence: (data) => `A message of ${nameWords(data, 'somebody')} was deleted on Discord`,
  people: {
    platform: 'discord',
    persons: [userFields],
    nameInSentence: /^A message of (?<name>.+) was deleted on Discord$/u,
  },
});

/** The topics of the Discord bridge and its slash commands. */
export const discordTopics = [
  discordCommandsChanged,
  discordConnected,
  discordDisconnected,
  discordResumed,
  discordReconnected,
  discordNothingMissed,
  discordMessagesMissed,
  discordRateLimited,
  discordRequestsRefused,
  discordPayloadRefused,
  discordCommandUnanswered,
  discordMessageEdited,
  discordMessageDeleted,
];
