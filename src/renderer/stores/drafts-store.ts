import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ChatPlatform } from '#shared/model/index.ts';

export type SectionValues = Readonly<Record<string, unknown>>;

export interface DraftsState {
  /** What was typed and not sent, by platform. */
  readonly chat: Readonly<Partial<Record<ChatPlatform, string>>>;
  /** The platform that the composer last stood at. */
  readonly chatPlatform: ChatPlatform | null;
  /** Settings that were changed and not saved, whole sections by path. */
  readonly settings: Readonly<Record<string, SectionValues>>;
  readonly writeChat: (platform: ChatPlatform, text: string) => void;
  readonly choosePlatform: (platform: ChatPlatform) => void;
  /** Null forgets the draft. */
  readonly writeSettings: (path: string, values: SectionValues | null) => void;
}
export type DraftsStore = StoreApi<DraftsState>;

/** What a person began and did not finish. It outlives the pages and ends with the window. */
export const createDraftsStore = (): DraftsStore =>
  createStore<DraftsState>((set) => ({
    chat: {},
    chatPlatform: null,
    settings: {},
    writeChat: (platform, text) => set((state) => ({ chat: { ...state.chat, [platform]: text } })),
    choosePlatform: (platform) => set({ chatPlatform: platform }),
    writeSettings: (path, values) =>
      set((state) => {
        const { [path]: _before, ...others } = state.settings;
        return { settings: values === null ? others : { ...others, [path]: values } };
      }),
  }));
