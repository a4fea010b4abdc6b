import type { ChatMessage } from '#shared/model/index.ts';
import { chatKey } from '../../stores/streams/chat.ts';

/**
 * Merges stored messages with live ones, each once, oldest first. The live copy wins, because it follows
 * edits and deletions. Messages with the same time keep their order of arrival.
 */
export const inOrder = (
  stored: readonly ChatMessage[],
  live: readonly ChatMessage[],
): readonly ChatMessage[] => {
  const newest = new Map([...stored, ...live].map((message) => [chatKey(message), message]));
  return [...newest.values()].toSorted((left, right) => left.at - right.at);
};

/**
 * Turns pages that were read newest first into one list, oldest first. Drops duplicates: two pages may share
 * messages with the same time.
 */
export const eachOnce = (newestFirst: readonly ChatMessage[]): readonly ChatMessage[] =>
  [...new Map(newestFirst.map((message) => [chatKey(message), message])).values()].toReversed();
