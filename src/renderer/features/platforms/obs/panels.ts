import { lazy } from 'react';
import { obsSendCaption, obsSetVolume } from '#shared/catalogue/operations/obs.ts';
import type { ComponentPanel } from '../../../registry/component-panel.ts';

export const obsPanels: readonly ComponentPanel[] = [
  {
    fits: ({ platform }) => platform === 'obs',
    controls: [obsSetVolume, obsSendCaption],
    Panel: lazy(async () => ({ default: (await import('./obs-panel.tsx')).ObsPanel })),
  },
];
