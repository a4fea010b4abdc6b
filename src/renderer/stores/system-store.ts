import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SystemFrame } from '#shared/contract/index.ts';
import { applySystemFrame, emptySystem, type SystemModel } from '../model/system-model.ts';

export interface SystemState extends SystemModel {
  readonly apply: (frame: SystemFrame) => void;
}
export type SystemStore = StoreApi<SystemState>;

/** All components, edges and the verdict, as the host last told them. */
export const createSystemStore = (): SystemStore =>
  createStore<SystemState>((set) => ({
    ...emptySystem,
    apply: (frame) => set((state) => applySystemFrame(state, frame)),
  }));
