import { defineOrchestrator } from '#core/index.ts';
import { studioConfig } from './config.ts';
import { studioOperations } from './operations.ts';
import { obsSection } from './section.ts';
import { StudioOrchestrator, type StudioPorts } from './studio-orchestrator.ts';

export { assumedObsAddress, type StudioConfig } from './config.ts';
export { unknownInstance } from './operations.ts';
export { isObsComponent, obsComponentOf, obsOfPassword, obsPasswordOf } from './obs-names.ts';
export type { ObsConnection } from './studio-orchestrator.ts';
export { StudioOrchestrator, type StudioPorts };

export const studioManifest = defineOrchestrator({
  id: 'studio',
  title: 'Studio',
  description: 'Watches and controls OBS.',
  schema: studioConfig,
  sections: [obsSection],
  create: (services, definition, ports: StudioPorts) => new StudioOrchestrator(services, definition, ports),
  operations: (studio) => studioOperations((id) => studio.obs(id)),
});
