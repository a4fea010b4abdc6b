import { waitUntil } from '#main/bridges/testing/component-harness.ts';
import { createRealClock } from '#main/bridges/testing/fake-clock.ts';
import { createObsRehearsal } from '#main/rehearsal/obs/index.ts';
import { createSeededRandom } from '#shared/kernel/index.ts';
import { describeObsBridgeBehaviour } from './testing/obs-bridge-behaviour.ts';

describeObsBridgeBehaviour('the rehearsal server', async () => {
  const server = await createObsRehearsal({
    clock: createRealClock(),
    random: createSeededRandom(7),
    password: 'a rehearsal password',
    scenes: ['Starting soon', 'Main', 'Be right back'],
  });
  const group = { scene: 'Be right back', name: 'Lower third', source: 'Name tag' };
  const addGroup = (): void => server.groupSources(group.scene, group.name, [group.source]);
  addGroup();
  return {
    group,
    url: server.url,
    password: server.password,
    scenes: ['Starting soon', 'Main', 'Be right back'],
    start: async () => {
      server.faults.answer(true);
      server.faults.changeProfile({ replayBuffer: true });
      server.faults.installVirtualCamera(true);
      if (server.scenes.includes('Elsewhere')) {
        server.faults.changeSceneCollection(['Starting soon', 'Main', 'Be right back'], 0);
        await waitUntil('the first scenes', () => server.scenes.includes('Main'));
        addGroup();
      }
      await server.faults.comeBack();
    },
    kill: () => server.faults.goDown(),
    freeze: () => server.faults.answer(false),
    thaw: () => server.faults.answer(true),
    failNextStream: () => server.faults.failNextStream(),
    withoutReplayBuffer: () => {
      server.faults.changeProfile({ replayBuffer: false });
      return Promise.resolve();
    },
    withoutVirtualCamera: () => server.faults.installVirtualCamera(false),
    changeSceneCollection: () => {
      server.faults.changeSceneCollection(['Elsewhere', 'Nowhere'], 300);
      return Promise.resolve(['Elsewhere', 'Nowhere']);
    },
    close: async () => {
      await server[Symbol.asyncDispose]();
    },
  };
});
