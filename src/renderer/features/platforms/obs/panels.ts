import type { ComponentPanel } from '../../../registry/component-panel.ts';
import { ObsPanel } from './obs-panel.tsx';

export const obsPanels: readonly ComponentPanel[] = [
  { fits: ({ platform }) => platform === 'obs', Panel: ObsPanel },
];
