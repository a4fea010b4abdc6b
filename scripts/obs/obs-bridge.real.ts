/** Tests the OBS bridge with the real OBS Studio under a virtual display. */
import { stat } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createComponentHarness, waitUntil } from '../../src/main/bridges/testing/component-harness.ts';
import { createObsBridge } from '../../src/main/bridges/obs/index.ts';
import { describeObsBridgeBehaviour } from '../../src/main/bridges/obs/testing/obs-bridge-behaviour.ts';
import { createRealObs, type RealObs } from './real-obs.ts';

describeObsBridgeBehaviour('the real OBS Studio', async () => {
  const group = { scene: 'Be right back', name: 'Lower third', source: 'Name tag' };
  const obs = await createRealObs({ group });
  return {
    group,
    url: obs.url,
    password: obs.password,
    scenes: obs.scenes,
    start: async () => {
      if (obs.running) return;
      await obs.resetScenes();
      await obs.start();
    },
    kill: () => obs.kill(),
    freeze: () => obs.freeze(),
    thaw: () => obs.thaw(),
    // The profile has no ingest server, so every stream ends like this.
    failNextStream: () => undefined,
    withoutReplayBuffer: async (client) => {
      // A new profile has no replay buffer.
      await client.call('CreateProfile', { profileName: 'Plain' });
    },
    // A machine without a screen has no virtual camera.
    withoutVirtualCamera: () => undefined,
    changeSceneCollection: async (client) => {
      await client.call('CreateSceneCollection', { sceneCollectionName: 'Elsewhere' });
      return ['Scene'];
    },
    close: () => obs.close(),
  };
});

describe('with the real OBS Studio', () => {
  let obs: RealObs;
  beforeAll(async () => {
    obs = await createRealObs();
    await obs.start();
  });
  afterAll(() => obs.close());

  it('starts a recording that is a file on disk', async () => {
    const harness = createComponentHarness({ id: 'obs:main' });
    const bridge = createObsBridge({
      readPlace: () => ({ address: obs.url }),
      readPassword: () => Promise.resolve(obs.password),
    });
    const life = await harness.start(bridge);
    console.log(`uses: real OBS Studio ${bridge.state.studioVersion}`);
    expect((await bridge.setRecording(true)).ok).toBe(true);
    await waitUntil('a second of recording', () => (bridge.state.stats?.fps ?? 0) > 0);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const stopped = await bridge.setRecording(false);
    const path = stopped.ok ? stopped.value.path : null;
    expect(path).toMatch(/\.mkv$/);
    expect(path?.startsWith(obs.recordingsFolder)).toBe(true);
    expect((await stat(path ?? '')).size).toBeGreaterThan(1_000);
    await life.stop();
  });
});
