import type { Fault, Result } from '#shared/kernel/index.ts';
import type { SavedIncident } from '#shared/model/index.ts';

/** The incident files, to be read. */
export interface IncidentsPort {
  list(): Promise<Result<{ readonly folder: string; readonly incidents: readonly SavedIncident[] }, Fault>>;
  /** The file's content in base64. */
  read(name: string): Promise<Result<SavedIncident & { readonly content: string }, Fault>>;
}
