import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RunMode } from '#shared/model/index.ts';
import { programSwitchMode } from '#shared/catalogue/operations/program.ts';
import type { CuelightClient } from '../client/cuelight-client.ts';
import { describeFailure } from '../client/failure.ts';
import { runOperation } from '../client/run-operation.ts';

export interface ModeState {
  /** The mode to confirm; null when no dialog is open. */
  readonly asked: RunMode | null;
  /** True while the host has not answered yet. */
  readonly switching: boolean;
  /** The reason why the host did not switch, in a sentence. */
  readonly failure: string | null;
  readonly ask: (mode: RunMode) => void;
  readonly cancel: () => void;
  /** Sends the change to the host. The window loses its connection while the host restarts. */
  readonly confirm: () => Promise<void>;
}
export type ModeStore = StoreApi<ModeState>;

/** The switch between rehearsal and live connections, from the question to the host's answer. */
export const createModeStore = (client: CuelightClient): ModeStore =>
  createStore<ModeState>((set, get) => ({
    asked: null,
    switching: false,
    failure: null,
    ask: (asked) => set({ asked, failure: null }),
    cancel: () => set({ asked: null, failure: null }),
    confirm: async () => {
      const { asked, switching } = get();
      if (asked === null || switching) return;
      set({ switching: true, failure: null });
      try {
        await runOperation(client, programSwitchMode, { mode: asked });
        set({ asked: null, switching: false });
      } catch (thrown) {
        set({ switching: false, failure: describeFailure(thrown).message });
      }
    },
  }));
