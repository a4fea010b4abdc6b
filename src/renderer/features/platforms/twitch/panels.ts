import type { ComponentPanel } from '../../../registry/component-panel.ts';
import { TwitchPanel } from './twitch-panel.tsx';

export const twitchPanels: readonly ComponentPanel[] = [
  { fits: ({ id }) => id === 'twitch-api', Panel: TwitchPanel },
];
