import { lazy } from 'react';
import type { ComponentPanel } from '../../../registry/component-panel.ts';

const parts: readonly string[] = ['discord', 'slash-commands', 'go-live'];

export const discordPanels: readonly ComponentPanel[] = [
  {
    fits: ({ id }) => parts.includes(id),
    Panel: lazy(async () => ({ default: (await import('./discord-panel.tsx')).DiscordPanel })),
  },
];
