import type { ChatMessage, ComponentView, Verdict } from '#shared/model/index.ts';
import type { SlashCommand, SlashRequest } from '#main/bridges/ports/index.ts';
import type { ChatCommand } from './command-router.ts';
import { describeStatus } from './status-answer.ts';

/** State of the program for an answer. */
export interface Situation {
  readonly verdict: Verdict;
  readonly components: readonly ComponentView[];
  /** The show's state in words; null while unknown. */
  readonly show: string | null;
}

/** A slash command with its answer. */
export interface SlashEntry {
  readonly offer: SlashCommand;
  readonly command: ChatCommand;
}

/**
 * Returns the problems and their reasons, for the people who run the show: reasons may contain details that
 * viewers must not see.
 */
export const describeHealth = ({ verdict }: Pick<Situation, 'verdict'>): string =>
  [verdict.sentence, ...verdict.problems.slice(1).map(({ headline }) => `${headline}.`)].join('\n');

/** Returns all slash commands. */
export const slashCatalogue = (
  describe: () => Situation,
  cooldowns: Pick<ChatCommand, 'globalCooldownMs' | 'userCooldownMs'>,
): readonly SlashEntry[] => [
  {
    offer: {
      name: 'status',
      description: 'Shows if we’re live and if everything is running fine',
      audience: 'everybody',
    },
    command: {
      ...cooldowns,
      name: 'status',
      role: 'viewer',
      answer: () => {
        const { verdict, show } = describe();
        return describeStatus(verdict, show);
      },
    },
  },
  {
    offer: {
      name: 'health',
      description: 'Lists problems and their reasons. For moderators; only you see the answer',
      audience: 'asker',
    },
    command: { ...cooldowns, name: 'health', role: 'moderator', answer: () => describeHealth(describe()) },
  },
];

/** Converts a slash command to a chat message with the same meaning, so that one router decides on both. */
export const messageOf = (request: SlashRequest): ChatMessage => ({
  id: request.id,
  platform: 'discord',
  channel: request.channelId,
  channelTitle: request.channelTitle,
  userId: request.userId,
  userName: request.userName,
  displayName: request.displayName,
  color: null,
  roles: [...request.roles],
  text: `!${request.command}`,
  emotes: [],
  replyTo: null,
  firstMessage: false,
  sharedFrom: null,
  action: false,
  own: false,
  ownCause: null,
  at: request.at,
});
