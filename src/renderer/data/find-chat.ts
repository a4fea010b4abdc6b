import type { ChatMessage, ChatPlatform } from '#shared/model/index.ts';

/** What is looked for; what is left out is not asked about. */
export interface ChatQuery {
  readonly text?: string | undefined;
  /** The login of whoever wrote it, or their id at the platform. */
  readonly user?: string | undefined;
  readonly platform?: ChatPlatform | undefined;
  /** Only what was written before this instant, epoch milliseconds. */
  readonly before?: number | undefined;
  readonly limit: number;
}

const holds = (text: string, part: string): boolean => text.toLowerCase().includes(part.toLowerCase());
const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Finds among messages that are held, oldest first, as the host finds among those it keeps: the newest first, so many at the most. */
export const findChat = (
  held: readonly ChatMessage[],
  { text = '', user = '', platform, before = Infinity, limit }: ChatQuery,
): ChatMessage[] =>
  held
    .filter(
      (message) =>
        holds(message.text, text) &&
        message.at < before &&
        (platform === undefined || message.platform === platform) &&
        (user === '' || isSame(message.userName, user) || isSame(message.userId, user)),
    )
    .toReversed()
    .slice(0, limit);
