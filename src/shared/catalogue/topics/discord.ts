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
  discordMessageEdited,
  discordMessageDeleted,
];
