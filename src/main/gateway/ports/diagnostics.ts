import type { Fault, Result } from '#shared/kernel/index.ts';
import type { SavedDiagnostics } from '#shared/model/index.ts';

/** Read access to the saved diagnostic bundles. */
export interface DiagnosticsPort {
  list(): Promise<Result<{ readonly folder: string; readonly bundles: readonly SavedDiagnostics[] }, Fault>>;
  /** Returns the file with its content in base64. */
  read(name: string): Promise<Result<SavedDiagnostics & { readonly content: string }, Fault>>;
}
