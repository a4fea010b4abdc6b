import type { Fault, Result } from '#shared/kernel/index.ts';
import type {
  SettingsImpact,
  SettingsPreview,
  SettingsSection,
  SettingsVersionView,
} from '#shared/model/index.ts';

/** The settings as they are, to be read. */
export interface SettingsPort {
  /** The file's path, its present problem if it has one, and all sections. */
  describe(): Promise<{ file: string; problem: string | null; sections: readonly SettingsSection[] }>;
  preview(path: string, values: Readonly<Record<string, unknown>>): Result<SettingsImpact, Fault>;
}

/** The settings over time, and as a whole, to be read. */
export interface SettingsHistoryPort {
  /** Newest first. */
  history(): Promise<readonly SettingsVersionView[]>;
  diff(id: string): Promise<Result<SettingsPreview, Fault>>;
  export(): { readonly name: string; readonly content: string };
  /** The paths of the sections that the content sets are told too. */
  previewImport(
    content: string,
    only?: readonly string[],
  ): Result<SettingsPreview & { readonly sections: readonly string[] }, Fault>;
}
