import type { ChatMessage, ComponentView, Verdict } from '#shared/model/index.ts';
import type { SlashCommand, SlashRequest } from '#main/bridges/ports/index.ts';
import type { ChatCommand } from './command-router.ts';
import { describeStatus } from './status-answer.ts';

/** How the program is, for an answer. */
export interface Situation {
  readonly verdict: Verdict;
  readonly components: readonly ComponentView[];
  /** The show's state in words, or null while it is not known. */
  readonly show: string | null;
}

/** A slash command with its answer. */
export interface SlashEntry {
  readonly offer: SlashCommand;
  readonly command: ChatCommand;
}

/** The problems and their reasons, for those who run the show: reasons may hold what viewers must not see. */
export const describeHealth = ({ verdict }: Pick<Situation, 'verdict'>): string =>
  [verdict.sentence, ...verdict.problems.slice(1).map(({ headline }) => `${headline}.`)].join('\n');

/** Every slash command there is. */
export const slashCatalogue = (
  describe: () => Situation,
  cooldowns: Pick<ChatCommand, 'globalCooldownMs' | 'userCooldownMs'>,
): readonly SlashEntry[] => [
  {
    offer: {
      name: 'status',
      description: 'Tells if the show is live, and if everything is running fine',
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
      description: 'Lists problems and their reasons, for moderators; only you see the answer',
      audience: 'asker',
    },
    command: { ...cooldowns, name: 'health', role: 'moderator', answer: () => describeHealth(describe()) },
  },
];

/** The use of a slash command as the message that would say the same, so that one router decides on both. */
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
