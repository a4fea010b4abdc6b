import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '#shared/kernel/clock.ts';
import type { RehearsalFrame } from '#shared/contract/index.ts';
import type { RecordingStatus, RehearsalStatus } from '#shared/model/index.ts';
import { defineStream } from './define-stream.ts';

export interface RehearsalState {
  /** Whether the host has told anything yet. */
  readonly loaded: boolean;
  /** What plays and what is broken; null while the program is live. */
  readonly status: RehearsalStatus | null;
  /** What is recorded of this session, and what was of others; null until the host said so. */
  readonly recording: RecordingStatus | null;
  /** When {@link status} came, by this window's clock. */
  readonly receivedAt: number;
  readonly apply: (frame: RehearsalFrame) => void;
}
export type RehearsalStore = StoreApi<RehearsalState>;

/** The rehearsal as the host last told it. */
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
