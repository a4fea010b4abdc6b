export {
  BackupKeeper,
  type BackupKeeperParts,
  type BackupsStatus,
  type Restored,
  type RestoreParts,
  type RestorePreview,
} from './backup-keeper.ts';
export { createBackupsComponent } from './backups-component.ts';
export type { BackupReason } from './backup-manifest.ts';
export { backUpBeforeUpdate, type BeforeUpdateParts } from './before-update.ts';
export { defaultBackupPolicy, type BackupPolicy } from './backup-policy.ts';
export { implementBackups, type BackupOperationsParts } from './operations.ts';
export type { DiagnosticSources } from './collect-diagnostics.ts';
export { implementDeleteViewer, type DeleteViewerParts } from './delete-viewer.ts';
export { DiagnosticsFolder, type DiagnosticFile } from './diagnostics-folder.ts';
