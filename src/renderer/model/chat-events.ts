import { findTopic } from '#shared/catalogue/topics/index.ts';
import type { ChatReference } from '#shared/catalogue/topics/define.ts';
import type { ChatMessage, EventRecord } from '#shared/model/index.ts';

/** Finds a message in this window. */
export type FindMessage = (reference: ChatReference) => ChatMessage | undefined;

/** True for an event whose sentence depends on the current chat of this window. */
export const isAboutChat = ({ topic }: EventRecord): boolean => Boolean(findTopic(topic)?.chat);

/**
 * Returns the sentence of an event, with the chat message that it refers to, or a note when this window does
 * not have the message.
 */
export const sentenceWithChat = (event: EventRecord, find: FindMessage): string => {
  const chat = findTopic(event.topic)?.chat;
  const references = chat?.references(event.data) ?? [];
  if (!chat || references.length === 0) return event.message;
  const messages = references.flatMap((reference) => find(reference) ?? []);
  const sentence = chat.sentence(event.data, messages);
  return messages.length === references.length ? sentence : `${sentence} that this window does not hold`;
};
