import { describeOrchestratorConformance, createScriptedComponent } from '#core/testing/index.ts';
import { controlDeskManifest } from './manifest.ts';

describeOrchestratorConformance('control-desk', (services) => ({
  orchestrator: controlDeskManifest.create(
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
        rehearsal: createScriptedComponent('rehearsal'),
      },
    },
  ),
}));
