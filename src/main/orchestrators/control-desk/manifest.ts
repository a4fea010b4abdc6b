import { z } from 'zod';
import { defineOrchestrator } from '#core/index.ts';
import { ControlDeskOrchestrator, type ControlDeskParts } from './control-desk-orchestrator.ts';

export interface ControlDeskPorts {
  /** The components that stand for what the program itself is made of. */
  readonly desk: ControlDeskParts;
}

export const controlDeskManifest = defineOrchestrator({
  id: 'control-desk',
  title: 'Control desk',
  description: 'What Cuelight itself stands on: its process, its journal, its backups, its vault.',
  schema: z.object({}),
  sections: [],
  create: (services, definition, { desk }: ControlDeskPorts) =>
    new ControlDeskOrchestrator(services, definition, desk),
});
