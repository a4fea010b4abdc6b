import { useMemo } from 'react';
import type { ChatMessage, EventRecord } from '#shared/model/index.ts';
import { sentenceWithChat } from '../model/chat-events.ts';
import { chatKey } from './streams/chat.ts';
import { useChat } from './stores-context.tsx';

/**
 * Sorts the messages at the first event about chat: the chat changes many times a second, and most events are
 * not about chat.
 */
const sayWith = (messages: readonly ChatMessage[]): ((event: EventRecord) => string) => {
  let held: ReadonlyMap<string, ChatMessage> | undefined;
  return (event) =>
    sentenceWithChat(event, (reference) => {
      held ??= new Map(messages.map((message) => [chatKey(message), message]));
      return held.get(chatKey(reference));
    });
};

/**
 * Returns a function that describes an event. Chat messages arrive only in the chat stream, and events refer
 * to them. The function changes with the chat.
 */
export const useEventSentence = (): ((event: EventRecord) => string) => {
  const items = useChat((state) => state.ring.items);
  return useMemo(() => sayWith(items), [items]);
};
