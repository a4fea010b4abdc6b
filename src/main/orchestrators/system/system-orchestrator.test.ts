import { describeOrchestratorConformance, createScriptedComponent } from '#core/testing/index.ts';
import { systemManifest } from './manifest.ts';

describeOrchestratorConformance('system', (services) => ({
  orchestrator: systemManifest.create(
    services,
    {},
    {
      desk: {
        process: createScriptedComponent('process'),
        journal: createScriptedComponent('journal'),
        clock: createScriptedComponent('clock'),
        network: createScriptedComponent('network'),
        backups: createScriptedComponent('backups'),
        vault: createScriptedComponent('vault'),
        updates: createScriptedComponent('updates'),
        rehearsal: createScriptedComponent('rehearsal'),
      },
    },
  ),
}));
