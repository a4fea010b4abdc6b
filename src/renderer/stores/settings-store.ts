import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SettingsSection } from '#shared/model/index.ts';
import type { CuelightClient } from '../client/cuelight-client.ts';
import { describeFailure } from '../client/failure.ts';

export interface SettingsState {
  readonly status: 'unread' | 'loading' | 'ready' | 'failed';
  /** The reason why the last read failed, in a sentence. */
  readonly failure: string | null;
  readonly file: string | null;
  /** The error in the file on disk; null when there is none. */
  readonly problem: string | null;
  readonly sections: readonly SettingsSection[];
  readonly load: () => Promise<void>;
  /** Stores a section that the host returned after a change. */
  readonly replaceSection: (section: SettingsSection) => void;
}
export type SettingsStore = StoreApi<SettingsState>;

/** The host's settings. Read on demand and after each change. */
export const createSettingsStore = (client: CuelightClient): SettingsStore =>
  createStore<SettingsState>((set) => ({
    status: 'unread',
    failure: null,
    file: null,
    problem: null,
    sections: [],
    load: async () => {
      set((state) => ({ status: state.status === 'ready' ? 'ready' : 'loading', failure: null }));
      try {
        const { file, problem, sections } = await client.settings.get();
        set({ status: 'ready', failure: null, file, problem, sections });
      } catch (thrown) {
        set({ status: 'failed', failure: describeFailure(thrown).message });
      }
    },
    replaceSection: (section) =>
      set((state) => ({
        sections: state.sections.map((known) => (known.path === section.path ? section : known)),
      })),
  }));
