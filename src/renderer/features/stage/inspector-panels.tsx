/** The controls that some parts have beside their facts: which part gets which panel. */
import type { ComponentType } from 'react';
import type { ComponentView } from '#shared/model/index.ts';
import { DiscordPanel, isDiscordPart } from './discord-panel.tsx';
import { ObsPanel } from './obs-panel.tsx';
import { TwitchPanel } from './twitch-panel.tsx';

export interface InspectorPanelProps {
  readonly component: ComponentView;
}

interface InspectorPanel {
  readonly fits: (component: ComponentView) => boolean;
  readonly Panel: ComponentType<InspectorPanelProps>;
}

/** One line a panel; the first that fits is shown, above the component's health. */
const panels: readonly InspectorPanel[] = [
  { fits: ({ platform }) => platform === 'obs', Panel: ObsPanel },
  { fits: ({ id }) => id === 'twitch-api', Panel: TwitchPanel },
  { fits: isDiscordPart, Panel: DiscordPanel },
];

/** The panel of this component; nothing where it has none. */
export const InspectorPanelOf = ({ component }: InspectorPanelProps) => {
  const Panel = panels.find(({ fits }) => fits(component))?.Panel;
  return Panel ? <Panel key={component.id} component={component} /> : null;
};
