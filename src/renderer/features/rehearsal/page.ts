import { IconMasksTheater } from '@tabler/icons-react';
import { definePage } from '../../registry/page.ts';

export const rehearsalPage = definePage({
  id: 'rehearsal',
  title: 'Rehearsal',
  icon: IconMasksTheater,
  keys: ['g', 'r'],
  alsoCalled: ['drills', 'practice', 'faults', 'test'],
  absentIn: () => 'There is no rehearsal in a diagnostic bundle',
  load: async () => (await import('./rehearsal-page.tsx')).RehearsalPage,
});
