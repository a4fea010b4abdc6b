import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RunMode } from '#shared/model/index.ts';
import { programSwitchMode } from '#shared/catalogue/operations/program.ts';
import type { CuelightClient } from '../client/cuelight-client.ts';
import { describeFailure } from '../client/failure.ts';
import { runOperation } from '../client/run-operation.ts';

export interface ModeState {
  /** The mode that waits for a yes; null when nobody asked for another one. */
  readonly asked: RunMode | null;
  /** Whether the host was told and has not answered yet. */
  readonly telling: boolean;
  /** Why the host did not change, in a sentence. */
  readonly failure: string | null;
  readonly ask: (mode: RunMode) => void;
  readonly cancel: () => void;
  /** Tells the host. The connection is lost and found again while it begins anew. */
  readonly confirm: () => Promise<void>;
}
export type ModeStore = StoreApi<ModeState>;

/** The change between rehearsal and live, from the wish to the host's answer. */
export const createModeStore = (client: CuelightClient): ModeStore =>
  createStore<ModeState>((set, get) => ({
    asked: null,
    telling: false,
    failure: null,
    ask: (asked) => set({ asked, failure: null }),
    cancel: () => set({ asked: null, failure: null }),
    confirm: async () => {
      const { asked, telling } = get();
      if (asked === null || telling) return;
      set({ telling: true, failure: null });
      try {
        await runOperation(client, programSwitchMode, { mode: asked });
        set({ asked: null, telling: false });
      } catch (thrown) {
        set({ telling: false, failure: describeFailure(thrown).message });
      }
    },
  }));
