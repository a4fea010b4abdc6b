import type { Fault, Result } from '#shared/kernel/index.ts';
import type {
  ConnectionTest,
  SettingsImpact,
  SettingsPreview,
  SettingsSection,
  SettingsVersionView,
} from '#shared/model/index.ts';

export interface SettingsPort {
  /** The file's path, its present problem if it has one, and all sections. */
  describe(): Promise<{ file: string; problem: string | null; sections: readonly SettingsSection[] }>;
  preview(path: string, values: Readonly<Record<string, unknown>>): Result<SettingsImpact, Fault>;
  patch(
    path: string,
    values: Readonly<Record<string, unknown>>,
  ): Promise<Result<{ section: SettingsSection; impact: SettingsImpact }, Fault>>;
  putSecret(name: string, value: string): Promise<Result<void, Fault>>;
  deleteSecret(name: string): Promise<Result<void, Fault>>;
  test(target: string, signal?: AbortSignal): Promise<Result<ConnectionTest, Fault>>;
}

type Changed = Promise<Result<SettingsImpact, Fault>>;

/** The settings over time, and as a whole. */
export interface SettingsHistoryPort {
  reset(
    path: string,
    keys: readonly string[],
  ): Promise<Result<{ section: SettingsSection; impact: SettingsImpact }, Fault>>;
  /** Newest first. */
  history(): Promise<readonly SettingsVersionView[]>;
  diff(id: string): Promise<Result<SettingsPreview, Fault>>;
  restoreVersion(id: string): Changed;
  export(): { readonly name: string; readonly content: string };
  /** The paths of the sections that the content sets are told too. */
  previewImport(
    content: string,
    only?: readonly string[],
  ): Result<SettingsPreview & { readonly sections: readonly string[] }, Fault>;
  import(content: string, only?: readonly string[]): Changed;
  /** Whether there was a change that would have been taken back. */
  keepChange(): boolean;
}
