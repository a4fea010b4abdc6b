import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DiagnosticBundle } from '#shared/model/index.ts';

export interface DiagnosticsState {
  /** The diagnostic bundle that is open instead of the live show; null while none is open. */
  readonly file: { readonly name: string; readonly content: DiagnosticBundle } | null;
  readonly open: (name: string, content: DiagnosticBundle) => void;
  readonly close: () => void;
}
export type DiagnosticsStore = StoreApi<DiagnosticsState>;

/** Creates the store of the diagnostic bundle that this window shows. */
export const createDiagnosticsStore = (): DiagnosticsStore =>
  createStore<DiagnosticsState>((set) => ({
    file: null,
    open: (name, content) => set({ file: { name, content } }),
    close: () => set({ file: null }),
  }));
