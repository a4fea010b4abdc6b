import { z } from 'zod';
import { defineOrchestrator } from '#core/index.ts';
import { SystemOrchestrator, type SystemParts } from './system-orchestrator.ts';

export interface SystemPorts {
  /** The components for the program itself. */
  readonly desk: SystemParts;
}

export const systemManifest = defineOrchestrator({
  id: 'system',
  title: 'Cuelight',
  description: 'Cuelight itself: its process, journal, backups and vault.',
  schema: z.object({}),
  sections: [],
  create: (services, definition, { desk }: SystemPorts) => new SystemOrchestrator(services, definition, desk),
});
