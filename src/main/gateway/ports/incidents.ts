import type { Fault, Result } from '#shared/kernel/index.ts';
import type { SavedIncident } from '#shared/contract/index.ts';

export interface IncidentsPort {
  list(): Promise<Result<{ readonly folder: string; readonly incidents: readonly SavedIncident[] }, Fault>>;
  create(
    range: { readonly from: number; readonly to: number; readonly withChat: boolean },
    signal?: AbortSignal,
  ): Promise<Result<SavedIncident, Fault>>;
  /** The file's content in base64. */
  read(name: string): Promise<Result<SavedIncident & { readonly content: string }, Fault>>;
}
