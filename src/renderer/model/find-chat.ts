import { matchesTerms, nameKey, parseSearchTerms } from '#shared/kernel/search-text.ts';
import type { ChatMessage, ChatPlatform } from '#shared/model/index.ts';

/** The search for messages; absent fields match everything. */
export interface ChatQuery {
  readonly text?: string | undefined;
  /** The author's id on the platform, or their whole login or display name. */
  readonly user?: string | undefined;
  /** The start of the author's login or display name. */
  readonly name?: string | undefined;
  readonly platform?: ChatPlatform | undefined;
  /** Only messages before this instant, epoch milliseconds. */
  readonly before?: number | undefined;
  readonly limit: number;
}

const namesOf = ({ userName, displayName }: ChatMessage): readonly string[] =>
  [userName, displayName].map(nameKey).filter((name) => name !== '');

/**
 * Searches this window's messages, which are oldest first, with the host's rules: newest results first, up to
 * a limit.
 */
export const findChat = (
  held: readonly ChatMessage[],
  { text = '', user = '', name = '', platform, before = Infinity, limit }: ChatQuery,
): ChatMessage[] => {
  const terms = parseSearchTerms(text);
  const whole = nameKey(user);
  const beginning = nameKey(name);
  return held
    .filter(
      (message) =>
        message.at < before &&
        (platform === undefined || message.platform === platform) &&
        (user === '' || message.userId === user || namesOf(message).includes(whole)) &&
        (name === '' ||
          (beginning !== '' && namesOf(message).some((known) => known.startsWith(beginning)))) &&
        matchesTerms(terms, [message.text]),
    )
    .toReversed()
    .slice(0, limit);
};
