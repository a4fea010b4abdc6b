import { join } from 'node:path';
import type { System } from '#core/index.ts';
import { IncidentFolder, type BackupKeeper } from '#main/backup/index.ts';
import type { GatewayPorts } from '#main/gateway/ports/index.ts';
import type { Journal, Viewer } from '#main/journal/index.ts';
import type { SettingsStore, SettingsTrial } from '#main/settings/index.ts';
import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import type { Clock, Redactor } from '#shared/kernel/index.ts';
import type { ChatMessage } from '#shared/model/index.ts';
import { createBackupsPort } from './backups-port.ts';
import { createIncidentsPort } from './incidents-port.ts';
import { createSettingsHistoryPort } from './settings-history-port.ts';
import { createViewersPort } from './viewers-port.ts';

export type DataPorts = Pick<GatewayPorts, 'backups' | 'viewers' | 'incidents' | 'settingsHistory'>;

export interface DataParts {
  readonly home: string;
  readonly version: string;
  readonly system: System;
  readonly journal: Journal;
  readonly store: SettingsStore;
  readonly keeper: BackupKeeper;
  readonly trial: SettingsTrial;
  readonly clock: Clock;
  readonly redactor: Redactor;
  /** The newest messages. */
  readonly recentChat: () => readonly ChatMessage[];
  readonly forgetViewer: (viewer: Viewer) => void;
}

/** What is kept, as the contract offers it. */
export const createDataPorts = (parts: DataParts): DataPorts => {
  const { home, version, system, journal, store, keeper, trial, clock, redactor, recentChat, forgetViewer } =
    parts;
  const tellAs =
    (source: string) =>
    (draft: TopicDraft): void => {
      system.events.emit(source, draft);
    };
  const incidents = new IncidentFolder(join(home, 'incidents'));
  return {
    backups: createBackupsPort(keeper, tellAs('backups')),
    viewers: createViewersPort({
      journal,
      backups: async () => {
        const backups = await keeper.list();
        return backups.ok ? backups.value.filter((backup) => backup.journal !== null).length : 0;
      },
      incidentFiles: async () => {
        const listed = await incidents.list();
        return { count: listed.ok ? listed.value.length : 0, folder: incidents.path };
      },
      recent: recentChat,
      forget: forgetViewer,
      tell: tellAs('journal'),
    }),
    incidents: createIncidentsPort(incidents, {
      journal,
      clock,
      redactor,
      versions: {
        cuelight: version,
        node: process.versions.node,
        ...(process.versions['electron'] !== undefined && { electron: process.versions['electron'] }),
        platform: `${process.platform} ${process.arch}`,
      },
      graph: () => ({ components: system.list(), edges: system.edges() }),
      settings: async () =>
        Object.fromEntries((await store.describe()).map(({ path, values }) => [path, values])),
    }),
    settingsHistory: createSettingsHistoryPort(store, trial, clock),
  };
};
