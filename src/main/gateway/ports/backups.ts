import type { Fault, Result } from '#shared/kernel/index.ts';
import type {
  ListedBackup,
  RestoredView,
  RestorePreviewView,
  RestoreRequest,
} from '#shared/contract/index.ts';

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
