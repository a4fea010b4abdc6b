import { z } from 'zod';
import { isolate } from '../../kernel/index.ts';
import { topic } from './define.ts';
import { nameWords, userFields } from './person-words.ts';

/** `/status, /health` */
const withSlashes = (names: readonly string[]): string => names.map((name) => `/${name}`).join(', ');

/** The names of commands, and what became of them at Discord. */
interface CommandsNow {
  readonly now: 'offered' | 'withdrawn' | 'unknown';
  /** The message of the fault that leaves it unknown. */
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

/** Data of events of earlier versions that named one person, or nobody. */
const person = z.object({
  userId: z.string().nullable().optional(),
  login: z.string().nullable().optional(),
  displayName: z.string().nullable().optional(),
});

export const discordConnected = topic('discord.connected', {
  title: 'Discord connected',
  data: person.extend({ channel: z.string() }).loose(),
  // The account that it names is our own.
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
  // Null when Discord stopped answering on a link that stayed open.
  data: z.object({ code: z.number().nullable() }),
  sentence: ({ code }) =>
    code === null
      ? 'Discord stopped answering; the connection is made anew'
      : `Discord closed the connection (code ${code}); it is made anew`,
});

const backAfter = (gapMs: number, words: string): string =>
  `Discord is back after ${(gapMs / 1_000).toFixed(1)} s; ${words}`;

export const discordResumed = topic('discord.resumed', {
  title: 'Discord session resumed',
  data: z.object({ gapMs: z.number() }),
  sentence: ({ gapMs }) => backAfter(gapMs, 'what was missed has been replayed'),
});

export const discordReconnected = topic('discord.reconnected', {
  title: 'Discord reconnected',
  data: z.object({ gapMs: z.number() }),
  sentence: ({ gapMs }) => backAfter(gapMs, 'what was written meanwhile is missing'),
});

/** The name of the channel that was not read for a while. */
interface InChannel {
  readonly channel: string;
}

const gap = { from: z.number(), to: z.number() };

export const discordNothingMissed = topic('discord.nothing-missed', {
  title: 'No messages missed',
  level: 'debug',
  data: z.object({ ...gap, count: z.literal(0) }),
  sentence: (_, { channel }: InChannel) =>
    `Nothing was written in ${isolate(`#${channel}`)} while Discord was not connected`,
});

const writtenWords = (count: number, more: boolean): string => {
  if (more) return `${count} messages or more were`;
  return count === 1 ? '1 message was' : `${count} messages were`;
};

export const discordMessagesMissed = topic('discord.messages-missed', {
  title: 'Messages missed',
  level: 'warning',
  // A count of null is one that Discord does not tell; `more` says that it may be too low.
  data: z.object({ ...gap, count: z.number().nullable(), more: z.boolean() }),
  sentence: ({ count, more }, { channel }: InChannel) =>
    count === null
      ? `Messages in ${isolate(`#${channel}`)} may have been missed; Discord does not tell how many`
      : `${writtenWords(count, more)} written in ${isolate(`#${channel}`)} while Discord was not connected`,
});

export const discordRateLimited = topic('discord.rate-limited', {
  title: 'Discord asks to wait',
  level: 'warning',
  data: z.object({ waitMs: z.number(), global: z.boolean() }),
  sentence: ({ waitMs }) => `Discord asks to wait ${(waitMs / 1_000).toFixed(1)} s; the message waits`,
});

export const discordRequestsRefused = topic('discord.requests-refused', {
  title: 'Discord refuses requests',
  level: 'warning',
  data: z.object({ count: z.number() }),
  sentence: ({ count }) =>
    `Discord refused ${count} requests within ten minutes; at 10,000 it blocks this address`,
});

export const discordPayloadRefused = topic('discord.payload-refused', {
  title: 'Unreadable data from Discord',
  level: 'warning',
  data: z.object({
    /** The event of Discord; null when not even that could be read. */
    topic: z.string().nullable(),
    reason: z.string(),
    /** Frames that were left out since the event before this one. */
    count: z.number(),
  }),
  sentence: ({ topic: sent }) =>
    `Discord sent something that cannot be read (${sent ?? 'unknown event'}); it was left out`,
});

export const discordCommandUnanswered = topic('discord.command-unanswered', {
  title: 'Slash command unanswered',
  level: 'warning',
  data: z.object({ command: z.string() }),
  sentence: ({ command }, { reason }: { readonly reason: string }) =>
    `The slash command /${command} was left without its answer: ${reason}`,
});

/** Kept by earlier versions, which had no `chat.edited`. */
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

/** Kept by earlier versions, which had no `chat.deleted`. */
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
