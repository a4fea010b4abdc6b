import { IconSettings } from '@tabler/icons-react';
import { definePage } from '../../registry/page.ts';

export const settingsPage = definePage({
  id: 'settings',
  title: 'Settings',
  icon: IconSettings,
  keys: ['g', ','],
  last: true,
  hiddenFromStream: 'Settings are hidden',
  absentIn: () => 'A file has no settings to change',
  load: async () => (await import('./settings-page.tsx')).SettingsPage,
});
