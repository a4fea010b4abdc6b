import { discordPanels } from '../features/platforms/discord/panels.ts';
import { obsPanels } from '../features/platforms/obs/panels.ts';
import { twitchPanels } from '../features/platforms/twitch/panels.ts';
import type { ComponentPanel } from '../registry/component-panel.ts';

/** The panels of all platforms, one line for each. A component gets the first one that fits it. */
export const panels: readonly ComponentPanel[] = [...obsPanels, ...twitchPanels, ...discordPanels];
