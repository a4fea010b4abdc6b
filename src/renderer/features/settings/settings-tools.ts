import type { ComponentType } from 'react';
import { settingsToolTitles, type SettingsToolId } from '../../model/settings-places.ts';
import { BackupsPane } from './data/backups-pane.tsx';
import { HistoryPane } from './data/history-pane.tsx';
import { DiagnosticsPane } from './data/diagnostics-pane.tsx';
import { ViewersPane } from './data/viewers-pane.tsx';
import { DocksTool } from './docks-tool.tsx';
import { SecurityPane } from './security-pane.tsx';
import { UpdatesPane } from './updates/updates-pane.tsx';

/** The component of each tool of the Settings page. */
const tools: Readonly<Record<SettingsToolId, ComponentType>> = {
  backups: BackupsPane,
  history: HistoryPane,
  viewers: ViewersPane,
  diagnostics: DiagnosticsPane,
  docks: DocksTool,
  security: SecurityPane,
  updates: UpdatesPane,
};

const isToolId = (id: string): id is SettingsToolId => Object.hasOwn(tools, id);

/** Returns the tool that a link names; null when it names none. */
export const settingsTool = (
  id: string,
): { readonly id: SettingsToolId; readonly title: string; readonly Tool: ComponentType } | null =>
  isToolId(id) ? { id, title: settingsToolTitles[id], Tool: tools[id] } : null;
