import type { Fault, Result } from '#shared/kernel/index.ts';
import type { SavedIncident } from '#shared/model/index.ts';

/** Read access to the diagnostic bundles. */
export interface IncidentsPort {
  list(): Promise<Result<{ readonly folder: string; readonly incidents: readonly SavedIncident[] }, Fault>>;
  /** Returns the file with its content in base64. */
  read(name: string): Promise<Result<SavedIncident & { readonly content: string }, Fault>>;
}
