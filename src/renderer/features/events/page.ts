import { IconList } from '@tabler/icons-react';
import { definePage, listShortcuts } from '../../registry/page.ts';

export const eventsPage = definePage({
  id: 'events',
  title: 'Events',
  icon: IconList,
  keys: ['g', 'e'],
  alsoCalled: ['log', 'history', 'activity'],
  shortcuts: listShortcuts,
  load: async () => (await import('./events-page.tsx')).EventsPage,
});
