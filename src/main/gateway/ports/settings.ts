import type { Fault, Result } from '#shared/kernel/index.ts';
import type {
  SettingsImpact,
  SettingsPreview,
  SettingsSection,
  SettingsVersionView,
} from '#shared/model/index.ts';

/** Read access to the current settings. */
export interface SettingsPort {
  /** Returns the file's path, its current problem if any, and all sections. */
  describe(): Promise<{ file: string; problem: string | null; sections: readonly SettingsSection[] }>;
  preview(path: string, values: Readonly<Record<string, unknown>>): Result<SettingsImpact, Fault>;
}

/** Read access to earlier, exported and imported settings. */
export interface SettingsHistoryPort {
  /** The versions, newest first. */
  history(): Promise<readonly SettingsVersionView[]>;
  diff(id: string): Promise<Result<SettingsPreview, Fault>>;
  export(): { readonly name: string; readonly content: string };
  /** Returns the impact, with the paths of the sections in the content. */
  previewImport(
    content: string,
    only?: readonly string[],
  ): Result<SettingsPreview & { readonly sections: readonly string[] }, Fault>;
}
