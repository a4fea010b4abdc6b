import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ChatPlatform } from '#shared/model/index.ts';

export type SectionValues = Readonly<Record<string, unknown>>;

/** The message that the next one answers. */
export interface ChatReply {
  readonly platform: ChatPlatform;
  readonly messageId: string;
  readonly displayName: string;
  readonly text: string;
}

export interface DraftsState {
  /** What was typed and not sent, by platform. */
  readonly chat: Readonly<Partial<Record<ChatPlatform, string>>>;
  /** The platform that the composer last stood at. */
  readonly chatPlatform: ChatPlatform | null;
  /** Null while nothing is answered. */
  readonly chatReply: ChatReply | null;
  /** Settings that were changed and not saved, whole sections by path. */
  readonly settings: Readonly<Record<string, SectionValues>>;
  readonly writeChat: (platform: ChatPlatform, text: string) => void;
  readonly choosePlatform: (platform: ChatPlatform) => void;
  /** Stands the composer at the message's platform; null answers nothing any more. */
  readonly answerChat: (reply: ChatReply | null) => void;
  /** Null forgets the draft. */
  readonly writeSettings: (path: string, values: SectionValues | null) => void;
}
export type DraftsStore = StoreApi<DraftsState>;

/** What a person began and did not finish. It outlives the pages and ends with the window. */
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
