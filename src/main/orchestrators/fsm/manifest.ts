import { declareSection, defineOrchestrator } from '#core/index.ts';
import { fsmConfig } from './config.ts';
import { FsmOrchestrator, type FsmPorts } from './fsm-orchestrator.ts';

export { showInWords } from '#shared/catalogue/topics/show.ts';
export type { Show } from './show-state.ts';
export type { FsmPorts };

const scenesSection = declareSection({
  path: 'fsm',
  title: 'Show state',
  description: 'Scene names and their meaning.',
  schema: fsmConfig,
  feeds: null,
});

export const fsmManifest = defineOrchestrator({
  id: 'fsm',
  title: 'Show state',
  description: 'Tracks what the show is doing, based on OBS.',
  schema: fsmConfig,
  sections: [scenesSection],
  create: (services, definition, ports: FsmPorts) => new FsmOrchestrator(services, definition, ports),
});
