import type { Fault, Result } from '#shared/kernel/index.ts';
import type { RestorePreviewView } from '#shared/contract/index.ts';
import type { ListedBackup, RestoreRequest } from '#shared/model/index.ts';

export interface BackupList {
  readonly folder: string;
  /** The backups, newest first. */
  readonly backups: readonly ListedBackup[];
  readonly lastGood: string | null;
  readonly problem: string | null;
  readonly policy: { readonly count: number; readonly days: number; readonly megabytes: number };
}

/** Read access to the backups. */
export interface BackupsPort {
  list(): Promise<Result<BackupList, Fault>>;
  preview(request: RestoreRequest): Promise<Result<RestorePreviewView, Fault>>;
}
