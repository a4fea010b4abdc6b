import { declareSection } from '#core/index.ts';
import { platformOf } from '#shared/model/index.ts';
import { assumedObsAddress, studioConfig } from './config.ts';
import { obsPasswordOf } from './obs-names.ts';

export const obsSection = declareSection({
  path: platformOf('obs').settingsPath,
  title: 'OBS',
  description: 'Every OBS Studio to watch and control. In OBS: Tools › WebSocket Server Settings.',
  schema: studioConfig,
  feeds: null,
  secretsOf: ({ instances }) =>
    instances.map(({ name }) => ({
      name: obsPasswordOf(name),
      title: `Password of ${name}`,
      description: 'Shown in OBS under Tools › WebSocket Server Settings › Show Connect Info.',
    })),
  testTarget: 'obs',
  aboutPlatforms: true,
  rehearse: () => ({ instances: [{ name: 'main', address: assumedObsAddress, enabled: true }] }),
});
