import type { BackupKeeper, IncidentFolder } from '#main/backup/index.ts';
import type { GatewayPorts } from '#main/gateway/ports/index.ts';
import type { Journal } from '#main/journal/index.ts';
import type { SettingsStore } from '#main/settings/index.ts';
import type { Clock } from '#shared/kernel/index.ts';
import type { ChatMessage } from '#shared/model/index.ts';
import { createBackupsPort } from './backups-port.ts';
import { createIncidentsPort } from './incidents-port.ts';
import { createSettingsHistoryPort } from './settings-history-port.ts';
import { createViewersPort } from './viewers-port.ts';

export type DataPorts = Pick<GatewayPorts, 'backups' | 'viewers' | 'incidents' | 'settingsHistory'>;

export interface DataParts {
  readonly journal: Journal;
  readonly store: SettingsStore;
  readonly keeper: BackupKeeper;
  readonly incidents: IncidentFolder;
  readonly clock: Clock;
  /** The newest messages. */
  readonly recentChat: () => readonly ChatMessage[];
}

/** What is kept, as the contract shows it. */
export const createDataPorts = ({
  journal,
  store,
  keeper,
  incidents,
  clock,
  recentChat,
}: DataParts): DataPorts => ({
  backups: createBackupsPort(keeper),
  viewers: createViewersPort({ journal, recent: recentChat }),
  incidents: createIncidentsPort(incidents),
  settingsHistory: createSettingsHistoryPort(store, clock),
});
