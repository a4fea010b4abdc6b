import { findTopic } from '#shared/catalogue/topics/index.ts';
import type { ChatReference } from '#shared/catalogue/topics/define.ts';
import type { ChatMessage, EventRecord } from '#shared/model/index.ts';

/** Finds a message that this window holds. */
export type FindMessage = (reference: ChatReference) => ChatMessage | undefined;

/** True for an event whose sentence depends on the chat that this window holds at the moment. */
export const isAboutChat = ({ topic }: EventRecord): boolean => Boolean(findTopic(topic)?.chat);

/**
 * Returns the sentence of an event, with the chat message that it refers to. Says so where this window does
 * not hold it.
 */
export const sentenceWithChat = (event: EventRecord, find: FindMessage): string => {
  const chat = findTopic(event.topic)?.chat;
  const references = chat?.references(event.data) ?? [];
  if (!chat || references.length === 0) return event.message;
  const messages = references.flatMap((reference) => find(reference) ?? []);
  const sentence = chat.sentence(event.data, messages);
  return messages.length === references.length ? sentence : `${sentence} that this window does not hold`;
};
