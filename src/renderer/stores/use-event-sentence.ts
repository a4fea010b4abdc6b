import { useMemo } from 'react';
import type { EventRecord } from '#shared/model/index.ts';
import { sentenceWithChat } from '../data/chat-events.ts';
import { chatKey } from './chat-store.ts';
import { useChat } from './stores-context.tsx';

/**
 * Returns a function that says an event. What people wrote comes to the window once, by the chat; an event about it only
 * refers to it. The function is another one whenever the chat changes.
 */
export const useEventSentence = (): ((event: EventRecord) => string) => {
  const items = useChat((state) => state.ring.items);
  return useMemo(() => {
    const held = new Map(items.map((message) => [chatKey(message), message]));
    return (event) => sentenceWithChat(event, (reference) => held.get(chatKey(reference)));
  }, [items]);
};
