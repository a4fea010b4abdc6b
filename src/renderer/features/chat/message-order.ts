import type { ChatMessage } from '#shared/model/index.ts';
import { chatKey } from '../../stores/streams/chat.ts';

/**
 * Joins the messages that are kept with those that the window holds: each once, the window's own copy where both have it
 * (it follows edits and deletions), oldest first. Messages of one instant stay in the order in which they came.
 */
export const inOrder = (
  kept: readonly ChatMessage[],
  held: readonly ChatMessage[],
): readonly ChatMessage[] => {
  const newest = new Map([...kept, ...held].map((message) => [chatKey(message), message]));
  return [...newest.values()].toSorted((left, right) => left.at - right.at);
};

/** Turns pages that were read newest first into one list, oldest first, each message once: two pages may share an instant. */
export const eachOnce = (newestFirst: readonly ChatMessage[]): readonly ChatMessage[] =>
  [...new Map(newestFirst.map((message) => [chatKey(message), message])).values()].toReversed();
