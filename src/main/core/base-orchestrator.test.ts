import { z } from 'zod';
import { BaseOrchestrator, type CoreServices } from './index.ts';
import { createScriptedComponent, describeOrchestratorConformance } from './testing/index.ts';

const schema = z.object({ greeting: z.string().default('hello') });

class Plain extends BaseOrchestrator<z.infer<typeof schema>> {
  constructor(services: CoreServices) {
    super(services, { id: 'plain', title: 'Plain', description: 'The least there can be', schema });
    const needs = (id: string) => [{ id, required: true }];
    this.registerComponent('plain-store', createScriptedComponent('store'), { title: 'Store' });
    this.registerComponent('plain-engine', createScriptedComponent('engine'), {
      title: 'Engine',
      needs: needs('plain-store'),
    });
    this.registerComponent('plain-bridge', createScriptedComponent('bridge'), {
      title: 'Bridge',
      kind: 'bridge',
    });
  }
}

describeOrchestratorConformance('the base', (services) => ({ orchestrator: new Plain(services) }));
