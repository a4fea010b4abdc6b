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

/** The newest chat messages, oldest first. */
export const createChatStore = (): ChatStore =>
  createStore<ChatState>((set) => ({
    ring: emptyRing<ChatMessage>(CHAT_HELD),
    loaded: false,
    dropped: 0,
    apply: (frame) =>
      set((state) => ({
        ring: pushAll(
          frame.kind === 'snapshot' ? emptyRing<ChatMessage>(CHAT_HELD) : state.ring,
          frame.messages,
        ),
        loaded: true,
        dropped: state.dropped + frame.dropped,
      })),
  }));
