import { describeOrchestratorConformance, createScriptedComponent } from '#core/testing/index.ts';
import { ControlDeskOrchestrator } from './control-desk-orchestrator.ts';

describeOrchestratorConformance('control-desk', (services) => ({
  orchestrator: new ControlDeskOrchestrator(services, {
    process: createScriptedComponent('process'),
    journal: createScriptedComponent('journal'),
    clock: createScriptedComponent('clock'),
    network: createScriptedComponent('network'),
    backups: createScriptedComponent('backups'),
    vault: createScriptedComponent('vault'),
    rehearsal: createScriptedComponent('rehearsal'),
  }),
}));
