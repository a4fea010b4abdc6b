import { createStore, type StoreApi } from 'zustand/vanilla';
import type { IncidentContent } from '#shared/model/index.ts';

export interface IncidentState {
  /** The incident file that is open instead of the live show; null while none is. */
  readonly file: { readonly name: string; readonly content: IncidentContent } | null;
  readonly open: (name: string, content: IncidentContent) => void;
  readonly close: () => void;
}
export type IncidentStore = StoreApi<IncidentState>;

/** Which incident file this window shows. */
export const createIncidentStore = (): IncidentStore =>
  createStore<IncidentState>((set) => ({
    file: null,
    open: (name, content) => set({ file: { name, content } }),
    close: () => set({ file: null }),
  }));
