import type { Fault, Result } from '#shared/kernel/index.ts';
import type {
  HeldViewer,
  ListedBackup,
  RestoredView,
  RestorePreviewView,
  RestoreRequest,
  SavedIncident,
} from '#shared/contract/index.ts';
import type {
  ChatMessage,
  EventRecord,
  SettingsImpact,
  SettingsPreview,
  SettingsSection,
  SettingsVersionView,
} from '#shared/model/index.ts';

export interface BackupList {
  readonly folder: string;
  /** Newest first. */
  readonly backups: readonly ListedBackup[];
  readonly lastGood: string | null;
  readonly problem: string | null;
  readonly policy: { readonly count: number; readonly days: number; readonly megabytes: number };
}

export interface BackupsPort {
  list(): Promise<Result<BackupList, Fault>>;
  create(): Promise<Result<Omit<ListedBackup, 'damage'>, Fault>>;
  preview(request: RestoreRequest): Promise<Result<RestorePreviewView, Fault>>;
  restore(request: RestoreRequest): Promise<Result<RestoredView, Fault>>;
}

interface ViewerId {
  readonly platform: string;
  readonly userId: string;
}

export interface ViewersPort {
  find(name: string, signal?: AbortSignal): Promise<Result<readonly HeldViewer[], Fault>>;
  export(
    viewer: ViewerId,
    signal?: AbortSignal,
  ): Promise<
    Result<
      ViewerId & {
        readonly names: readonly string[];
        readonly messages: readonly ChatMessage[];
        readonly events: readonly EventRecord[];
      },
      Fault
    >
  >;
  delete(viewer: ViewerId): Promise<
    Result<
      {
        readonly messages: number;
        readonly events: number;
        readonly thorough: boolean;
        readonly backups: number;
      },
      Fault
    >
  >;
}

export interface IncidentsPort {
  list(): Promise<Result<{ readonly folder: string; readonly incidents: readonly SavedIncident[] }, Fault>>;
  create(
    range: { readonly from: number; readonly to: number; readonly withChat: boolean },
    signal?: AbortSignal,
  ): Promise<Result<SavedIncident, Fault>>;
  /** The file's content in base64. */
  read(name: string): Promise<Result<SavedIncident & { readonly content: string }, Fault>>;
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
