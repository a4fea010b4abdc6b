import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ChatPlatform } from '#shared/model/index.ts';

export type SectionValues = Readonly<Record<string, unknown>>;

/** The message to reply to. */
export interface ChatReply {
  readonly platform: ChatPlatform;
  readonly messageId: string;
  readonly displayName: string;
  readonly text: string;
}

export interface DraftsState {
  /** Unsent text by platform. */
  readonly chat: Readonly<Partial<Record<ChatPlatform, string>>>;
  /** The last platform of the composer. */
  readonly chatPlatform: ChatPlatform | null;
  /** Null when the next message is no reply. */
  readonly chatReply: ChatReply | null;
  /** Unsaved settings, whole sections by path. */
  readonly settings: Readonly<Record<string, SectionValues>>;
  readonly writeChat: (platform: ChatPlatform, text: string) => void;
  readonly choosePlatform: (platform: ChatPlatform) => void;
  /** Selects the message's platform in the composer; null ends the reply. */
  readonly answerChat: (reply: ChatReply | null) => void;
  /** Stores a draft; null discards it. */
  readonly writeSettings: (path: string, values: SectionValues | null) => void;
}
export type DraftsStore = StoreApi<DraftsState>;

/** The user's unfinished input. It outlives the pages and ends with the window. */
export const createDraftsStore = (): DraftsStore =>
  createStore<DraftsState>((set) => ({
    chat: {},
    chatPlatform: null,
    chatReply: null,
    settings: {},
    writeChat: (platform, text) => set((state) => ({ chat: { ...state.chat, [platform]: text } })),
    choosePlatform: (platform) => set({ chatPlatform: platform }),
    answerChat: (chatReply) =>
      set(chatReply ? { chatReply, chatPlatform: chatReply.platform } : { chatReply }),
    writeSettings: (path, values) =>
      set((state) => {
        const { [path]: _before, ...others } = state.settings;
        return { settings: values === null ? others : { ...others, [path]: values } };
      }),
  }));
