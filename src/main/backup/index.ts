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
export type { IncidentSources } from './collect-incident.ts';
export { implementDeleteViewer, type DeleteViewerParts } from './delete-viewer.ts';
export { IncidentFolder, type IncidentFile } from './incident-folder.ts';
