import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '#shared/kernel/clock.ts';

/** The tone of a notice, which selects its icon. */
export type NoticeTone = 'neutral' | 'good' | 'bad';

/** The action that a notice offers. */
export interface NoticeAction {
  readonly label: string;
  readonly act: () => void;
}

export interface Notice {
  readonly id: number;
  readonly tone: NoticeTone;
  /** One sentence. */
  readonly text: string;
  readonly action?: NoticeAction | undefined;
}

export interface NoticesState {
  readonly notices: readonly Notice[];
  /** Shows a sentence for a while; a bad one stays until it is dismissed. Screen readers announce it. */
  readonly show: (tone: NoticeTone, text: string, action?: NoticeAction) => void;
  readonly dismiss: (id: number) => void;
}
export type NoticesStore = StoreApi<NoticesState>;

const SHOWN_MS = 6_000;
const MOST_AT_ONCE = 4;

export const createNoticesStore = (clock: Clock): NoticesStore =>
  createStore<NoticesState>((set, get) => {
    let lastId = 0;
    return {
      notices: [],
      show: (tone, text, action) => {
        lastId += 1;
        const id = lastId;
        set((state) => ({ notices: [...state.notices, { id, tone, text, action }].slice(-MOST_AT_ONCE) }));
        if (tone !== 'bad') clock.setTimeout(() => get().dismiss(id), SHOWN_MS);
      },
      dismiss: (id) => set((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) })),
    };
  });
