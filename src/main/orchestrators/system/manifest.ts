import { z } from 'zod';
import { defineOrchestrator } from '#core/index.ts';
import { SystemOrchestrator, type SystemParts } from './system-orchestrator.ts';

export interface SystemPorts {
  /** The components that stand for what the program itself is made of. */
  readonly desk: SystemParts;
}

export const systemManifest = defineOrchestrator({
  id: 'system',
  title: 'Cuelight',
  description: 'What Cuelight itself stands on: its process, its journal, its backups, its vault.',
  schema: z.object({}),
  sections: [],
  create: (services, definition, { desk }: SystemPorts) => new SystemOrchestrator(services, definition, desk),
});
