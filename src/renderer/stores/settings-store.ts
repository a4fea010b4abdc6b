import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SettingsSection } from '#shared/model/index.ts';
import type { CuelightClient } from '../client/cuelight-client.ts';
import { describeFailure } from '../client/failure.ts';

export interface SettingsState {
  readonly status: 'unread' | 'loading' | 'ready' | 'failed';
  /** Why reading failed, in a sentence. */
  readonly failure: string | null;
  readonly file: string | null;
  /** What is wrong with the file on disk; null when nothing is. */
  readonly problem: string | null;
  readonly sections: readonly SettingsSection[];
  readonly load: () => Promise<void>;
  /** Takes over a section that the host gave back after a change. */
  readonly replaceSection: (section: SettingsSection) => void;
}
export type SettingsStore = StoreApi<SettingsState>;

/** The settings as the host last told them. Read on demand, and again after a change. */
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
