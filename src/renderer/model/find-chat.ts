import { matchesTerms, nameKey, parseSearchTerms } from '#shared/kernel/search-text.ts';
import type { ChatMessage, ChatPlatform } from '#shared/model/index.ts';

/** What is looked for; what is left out is not asked about. */
export interface ChatQuery {
  readonly text?: string | undefined;
  /** The author's id at the platform, or their whole login or shown name. */
  readonly user?: string | undefined;
  /** The beginning of the author's login or shown name. */
  readonly name?: string | undefined;
  readonly platform?: ChatPlatform | undefined;
  /** Only what was written before this instant, epoch milliseconds. */
  readonly before?: number | undefined;
  readonly limit: number;
}

const namesOf = ({ userName, displayName }: ChatMessage): readonly string[] =>
  [userName, displayName].map(nameKey).filter((name) => name !== '');

/**
 * Finds among messages that are held, oldest first, as the host finds among those it keeps: the newest first,
 * so many at the most.
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
