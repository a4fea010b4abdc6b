import { lazy } from 'react';
import { twitchSetChannel, twitchSettleRedemption } from '#shared/catalogue/operations/twitch.ts';
import type { ComponentPanel } from '../../../registry/component-panel.ts';

export const twitchPanels: readonly ComponentPanel[] = [
  {
    fits: ({ id }) => id === 'twitch-api',
    controls: [twitchSetChannel, twitchSettleRedemption],
    Panel: lazy(async () => ({ default: (await import('./twitch-panel.tsx')).TwitchPanel })),
  },
];
