import { IconActivityHeartbeat } from '@tabler/icons-react';
import { problemsOf } from '../../model/health.ts';
import { definePage } from '../../registry/page.ts';
import { useSystem } from '../../stores/stores-context.tsx';
import { useIsStale } from '../../stores/use-status.ts';

export const healthPage = definePage({
  id: 'health',
  title: 'Health',
  icon: IconActivityHeartbeat,
  keys: ['g', 'h'],
  alsoCalled: ['status', 'problems', 'outages', 'incidents'],
  badge: {
    useCount: () => {
      const count = useSystem((state) => problemsOf(state.verdict));
      return useIsStale() ? 0 : count;
    },
    words: (count) => (count === 1 ? 'problem' : 'problems'),
  },
  showsPast: true,
  load: async () => (await import('./health-page.tsx')).HealthPage,
});
