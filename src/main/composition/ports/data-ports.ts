import type { BackupKeeper, DiagnosticsFolder } from '#main/backup/index.ts';
import type { GatewayPorts } from '#main/gateway/ports/index.ts';
import type { Journal } from '#main/journal/index.ts';
import type { SettingsStore } from '#main/settings/index.ts';
import type { Clock } from '#shared/kernel/index.ts';
import type { ChatMessage } from '#shared/model/index.ts';
import { createBackupsPort } from './backups-port.ts';
import { createDiagnosticsPort } from './diagnostics-port.ts';
import { createSettingsHistoryPort } from './settings-history-port.ts';
import { createViewersPort } from './viewers-port.ts';

export type DataPorts = Pick<GatewayPorts, 'backups' | 'viewers' | 'diagnostics' | 'settingsHistory'>;

export interface DataParts {
  readonly journal: Journal;
  readonly store: SettingsStore;
  readonly keeper: BackupKeeper;
  readonly diagnostics: DiagnosticsFolder;
  readonly clock: Clock;
  /** Returns the newest messages. */
  readonly recentChat: () => readonly ChatMessage[];
}

/** Presents stored data as the contract describes it. */
export const createDataPorts = ({
  journal,
  store,
  keeper,
  diagnostics,
  clock,
  recentChat,
}: DataParts): DataPorts => ({
  backups: createBackupsPort(keeper),
  viewers: createViewersPort({ journal, recent: recentChat }),
  diagnostics: createDiagnosticsPort(diagnostics),
  settingsHistory: createSettingsHistoryPort(store, clock),
});
