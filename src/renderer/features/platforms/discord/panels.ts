import type { ComponentPanel } from '../../../registry/component-panel.ts';
import { DiscordPanel, isDiscordPart } from './discord-panel.tsx';

export const discordPanels: readonly ComponentPanel[] = [{ fits: isDiscordPart, Panel: DiscordPanel }];
