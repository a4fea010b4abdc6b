import { useMemo } from 'react';
import type { ChatMessage, EventRecord } from '#shared/model/index.ts';
import { sentenceWithChat } from '../model/chat-events.ts';
import { chatKey } from './streams/chat.ts';
import { useChat } from './stores-context.tsx';

/** The messages are sorted at the first event about chat: the chat changes many times a second, and most events are about others. */
const sayWith = (messages: readonly ChatMessage[]): ((event: EventRecord) => string) => {
  let held: ReadonlyMap<string, ChatMessage> | undefined;
  return (event) =>
    sentenceWithChat(event, (reference) => {
      held ??= new Map(messages.map((message) => [chatKey(message), message]));
      return held.get(chatKey(reference));
    });
};

/**
 * Returns a function that says an event. What people wrote comes to the window once, by the chat; an event about it only
 * refers to it. The function is another one whenever the chat changes.
 */
export const useEventSentence = (): ((event: EventRecord) => string) => {
  const items = useChat((state) => state.ring.items);
  return useMemo(() => sayWith(items), [items]);
};
