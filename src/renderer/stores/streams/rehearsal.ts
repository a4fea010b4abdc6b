import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '#shared/kernel/clock.ts';
import type { RehearsalFrame } from '#shared/contract/index.ts';
import type { RecordingStatus, RehearsalStatus } from '#shared/model/index.ts';
import { defineStream } from './define-stream.ts';

export interface RehearsalState {
  /** True once the first frame has arrived. */
  readonly loaded: boolean;
  /** The scenario and the active faults; null with live connections. */
  readonly status: RehearsalStatus | null;
  /** The current recording and the stored ones; null until the first frame. */
  readonly recording: RecordingStatus | null;
  /** The time at which {@link status} arrived, by this window's clock. */
  readonly receivedAt: number;
  readonly apply: (frame: RehearsalFrame) => void;
}
export type RehearsalStore = StoreApi<RehearsalState>;

/** The last known state of the rehearsal. */
export const createRehearsalStore = (clock: Clock): RehearsalStore =>
  createStore<RehearsalState>((set) => ({
    loaded: false,
    status: null,
    recording: null,
    receivedAt: 0,
    apply: ({ status, recording }) => set({ loaded: true, status, recording, receivedAt: clock.now() }),
  }));

export const rehearsalStream = defineStream<RehearsalFrame, RehearsalState>({
  create: ({ clock }) => createRehearsalStore(clock),
  watch: ({ rehearsal }) => rehearsal.watch,
  inFile: () => null,
});
