import { IconSitemap } from '@tabler/icons-react';
import { definePage } from '../../registry/page.ts';

export const stagePage = definePage({
  id: 'stage',
  title: 'Stage',
  icon: IconSitemap,
  keys: ['g', 's'],
  shortcuts: [
    { keys: ['T'], what: 'Stage as a table, and back' },
    { keys: ['P'], what: 'Problems only, and back' },
    { keys: ['←', '→'], what: 'Follow the edges of the graph' },
    { keys: ['↑', '↓'], what: 'Next part in the same column' },
    { keys: ['Enter'], what: 'Open the part in the inspector' },
  ],
  showsPast: true,
  load: async () => (await import('./stage-page.tsx')).StagePage,
});
