import { describe, expect, it } from 'vitest';
import type { ChatFrame } from '#shared/contract/index.ts';
import type { ChatMessage } from '#shared/model/index.ts';
import { plainMessage } from '#shared/model/testing/plain-message.ts';
import { createChatStore } from './chat.ts';

const chatMessage = (id: string, change: Partial<ChatMessage> = {}): ChatMessage =>
  plainMessage({ id, text: id, ...change });
const frame = (kind: ChatFrame['kind'], ...messages: ChatMessage[]): ChatFrame => ({
  epoch: 'e',
  seq: 1,
  kind,
  messages,
  dropped: 0,
});
const texts = (store: ReturnType<typeof createChatStore>): string[] =>
  store.getState().ring.items.map(({ text }) => text);

describe('the chat of a window', () => {
  it('keeps edited and deleted messages in place', () => {
    const store = createChatStore();
    const [one, two] = [chatMessage('1', { text: 'one' }), chatMessage('2', { text: 'two' })];
    store.getState().apply(frame('snapshot', one, two));
    store
      .getState()
      .apply(frame('changes', { ...one, text: 'uno', editedAt: 5 }, chatMessage('3', { text: 'three' })));
    store.getState().apply(frame('changes', { ...two, deletedAt: 6 }));
    expect(texts(store)).toEqual(['uno', 'two', 'three']);
    expect(store.getState().ring.items[1]?.deletedAt).toBe(6);
    expect([...store.getState().changes.keys()]).toEqual(['twitch:1', 'twitch:2']);
    store.getState().apply(frame('snapshot', one));
    expect(store.getState().changes.size).toBe(0);
  });

  it('applies a change to its message, and ignores one of a missing message', () => {
    const store = createChatStore();
    const one = chatMessage('1', { text: 'one' });
    store.getState().apply(frame('changes', one, { ...one, text: 'uno', editedAt: 5 }));
    store.getState().apply(frame('changes', chatMessage('9', { editedAt: 5 })));
    store.getState().apply(frame('changes', { ...one, platform: 'discord', deletedAt: 5 }));
    expect(texts(store)).toEqual(['uno']);
    expect(store.getState().ring.items[0]?.deletedAt).toBeUndefined();
  });
});
