import { ComponentInspector } from '../features/inspector/component-inspector.tsx';
import { discordPanels } from '../features/platforms/discord/panels.ts';
import { obsPanels } from '../features/platforms/obs/panels.ts';
import { twitchPanels } from '../features/platforms/twitch/panels.ts';
import type { ComponentPanel } from '../registry/component-panel.ts';

/** The panels of every platform: one line for each. The first that fits a component is shown. */
const panels: readonly ComponentPanel[] = [...obsPanels, ...twitchPanels, ...discordPanels];

/** The inspector of a component, with the controls of its platform. */
export const ComponentPane = ({ id }: { id: string }) => <ComponentInspector id={id} panels={panels} />;
