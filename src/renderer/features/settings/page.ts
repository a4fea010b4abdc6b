import { IconSettings } from '@tabler/icons-react';
import { definePage } from '../../registry/page.ts';

export const settingsPage = definePage({
  id: 'settings',
  title: 'Settings',
  icon: IconSettings,
  keys: ['g', ','],
  alsoCalled: ['options', 'preferences', 'configuration'],
  last: true,
  hiddenFromStream: 'Settings are hidden',
  absentIn: () => 'There are no settings in a diagnostic bundle',
  load: async () => (await import('./settings-page.tsx')).SettingsPage,
});
