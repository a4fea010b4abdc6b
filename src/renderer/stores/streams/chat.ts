import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ChatFrame } from '#shared/contract/index.ts';
import type { ChatMessage } from '#shared/model/index.ts';
import { emptyRing, pushAll, type Ring } from '../../model/ring.ts';
import { defineStream } from './define-stream.ts';

/** The largest number of chat messages in this window. */
export const CHAT_HELD = 2_000;

export interface ChatState {
  readonly ring: Ring<ChatMessage>;
  /**
   * The messages that were edited or deleted since the last snapshot, by {@link chatKey}, for lists that keep
   * older messages.
   */
  readonly changes: ReadonlyMap<string, ChatMessage>;
  /** True once the first snapshot has arrived. */
  readonly loaded: boolean;
  /** The number of messages that the host skipped because this window was too slow. */
  readonly dropped: number;
  readonly apply: (frame: ChatFrame) => void;
  /** Drops all messages; the next snapshot brings those that the host still has. */
  readonly forget: () => void;
}
export type ChatStore = StoreApi<ChatState>;

const isChange = ({ editedAt, deletedAt }: ChatMessage): boolean =>
  editedAt !== undefined || deletedAt !== undefined;
/** Returns the unique key of a message. */
export const chatKey = ({ platform, id }: Pick<ChatMessage, 'platform' | 'id'>): string =>
  `${platform}:${id}`;

const changesIn = (messages: readonly ChatMessage[]): ReadonlyMap<string, ChatMessage> =>
  new Map(messages.filter(isChange).map((message) => [chatKey(message), message]));

/** Appends new messages, and replaces an edited or deleted one in its place. */
const takeIn = (ring: Ring<ChatMessage>, messages: readonly ChatMessage[]): Ring<ChatMessage> => {
  const changes = changesIn(messages);
  if (changes.size === 0) return pushAll(ring, messages);
  const grown = pushAll(
    ring,
    messages.filter((message) => !isChange(message)),
  );
  return { ...grown, items: grown.items.map((item) => changes.get(chatKey(item)) ?? item) };
};

/** Merges newer changes with the earlier ones, up to the number of messages in this window. */
const addChanges = (
  before: ReadonlyMap<string, ChatMessage>,
  messages: readonly ChatMessage[],
): ReadonlyMap<string, ChatMessage> => {
  const added = changesIn(messages);
  return added.size === 0 ? before : new Map([...before, ...added].slice(-CHAT_HELD));
};

/** The newest chat messages, oldest first. */
export const createChatStore = (): ChatStore =>
  createStore<ChatState>((set) => ({
    ring: emptyRing<ChatMessage>(CHAT_HELD),
    changes: new Map(),
    loaded: false,
    dropped: 0,
    forget: () => set({ ring: emptyRing<ChatMessage>(CHAT_HELD), changes: new Map(), loaded: false }),
    apply: (frame) =>
      set((state) => ({
        ring:
          frame.kind === 'snapshot'
            ? pushAll(emptyRing<ChatMessage>(CHAT_HELD), frame.messages)
            : takeIn(state.ring, frame.messages),
        changes: frame.kind === 'snapshot' ? new Map() : addChanges(state.changes, frame.messages),
        loaded: true,
        dropped: state.dropped + frame.dropped,
      })),
  }));

/** Frames do not name the deleted viewer: all messages go, and a snapshot brings the remaining ones. */
export const chatStream = defineStream<ChatFrame, ChatState>({
  create: createChatStore,
  watch: ({ chat }) => chat.watch,
  inFile: ({ chat }) => ({ kind: 'snapshot', messages: chat, dropped: 0 }),
  forgetViewers: (state) => state.forget(),
  startsOver: true,
});
