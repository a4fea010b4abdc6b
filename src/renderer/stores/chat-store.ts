import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ChatFrame } from '#shared/contract/index.ts';
import type { ChatMessage } from '#shared/model/index.ts';
import { emptyRing, pushAll, type Ring } from '../data/ring.ts';

/** How many chat messages this window holds. */
export const CHAT_HELD = 2_000;

export interface ChatState {
  readonly ring: Ring<ChatMessage>;
  /** Whether the first snapshot has arrived. */
  readonly loaded: boolean;
  /** Messages the host had to leave out because this window was too slow. */
  readonly dropped: number;
  readonly apply: (frame: ChatFrame) => void;
}
export type ChatStore = StoreApi<ChatState>;

const isChange = ({ editedAt, deletedAt }: ChatMessage): boolean =>
  editedAt !== undefined || deletedAt !== undefined;
const keyOf = ({ platform, id }: ChatMessage): string => `${platform} ${id}`;

/** New messages go to the end; one that was edited or deleted takes its own place again, where it is still held. */
const takeIn = (ring: Ring<ChatMessage>, messages: readonly ChatMessage[]): Ring<ChatMessage> => {
  const changes = new Map(messages.filter(isChange).map((message) => [keyOf(message), message]));
  if (changes.size === 0) return pushAll(ring, messages);
  const grown = pushAll(
    ring,
    messages.filter((message) => !isChange(message)),
  );
  return { ...grown, items: grown.items.map((item) => changes.get(keyOf(item)) ?? item) };
};

/** The newest chat messages, oldest first. */
export const createChatStore = (): ChatStore =>
  createStore<ChatState>((set) => ({
    ring: emptyRing<ChatMessage>(CHAT_HELD),
    loaded: false,
    dropped: 0,
    apply: (frame) =>
      set((state) => ({
        ring:
          frame.kind === 'snapshot'
            ? pushAll(emptyRing<ChatMessage>(CHAT_HELD), frame.messages)
            : takeIn(state.ring, frame.messages),
        loaded: true,
        dropped: state.dropped + frame.dropped,
      })),
  }));
