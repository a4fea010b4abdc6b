import type { ComponentType } from 'react';
import { BackupsPane } from './data/backups-pane.tsx';
import { HistoryPane } from './data/history-pane.tsx';
import { IncidentsPane } from './data/incidents-pane.tsx';
import { ViewersPane } from './data/viewers-pane.tsx';
import { DocksTool } from './docks-tool.tsx';

/** A part of the Settings page that is more than a form of values. */
export interface SettingsTool {
  /** What `?section=` names it by. */
  readonly id: string;
  readonly title: string;
  readonly Tool: ComponentType;
}

export const settingsTools: readonly SettingsTool[] = [
  { id: 'backups', title: 'Backups', Tool: BackupsPane },
  { id: 'history', title: 'History and files', Tool: HistoryPane },
  { id: 'viewers', title: 'Viewers', Tool: ViewersPane },
  { id: 'incidents', title: 'Incident files', Tool: IncidentsPane },
  { id: 'docks', title: 'Docks', Tool: DocksTool },
];
