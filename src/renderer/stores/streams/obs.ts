import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ObsFrame } from '#shared/contract/index.ts';
import { applyObsFrame, emptyObs, type ObsModel } from '../../model/obs-model.ts';
import { defineStream } from './define-stream.ts';

export interface ObsState extends ObsModel {
  readonly apply: (frame: ObsFrame) => void;
}
export type ObsStore = StoreApi<ObsState>;

/** The last known state of every OBS. */
export const createObsStore = (): ObsStore =>
  createStore<ObsState>((set) => ({
    ...emptyObs,
    apply: (frame) => set((state) => applyObsFrame(state, frame)),
  }));

export const obsStream = defineStream<ObsFrame, ObsState>({
  create: createObsStore,
  watch: ({ obs }) => obs.watch,
  inFile: () => null,
});
