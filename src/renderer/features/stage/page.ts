import { IconSitemap } from '@tabler/icons-react';
import { definePage } from '../../registry/page.ts';

export const stagePage = definePage({
  id: 'stage',
  title: 'Stage',
  icon: IconSitemap,
  keys: ['g', 's'],
  alsoCalled: ['graph', 'map', 'components', 'overview', 'home'],
  shortcuts: [
    { keys: ['T'], what: 'Toggle graph and table' },
    { keys: ['P'], what: 'Toggle problems only' },
    { keys: ['←', '→'], what: 'Follow the lines of the graph' },
    { keys: ['↑', '↓'], what: 'Next component in the same column' },
    { keys: ['Enter'], what: 'Open the component in the inspector' },
  ],
  showsPast: true,
  load: async () => (await import('./stage-page.tsx')).StagePage,
});
