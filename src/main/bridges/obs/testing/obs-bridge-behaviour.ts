/**
 * Behaviour of the OBS bridge with any OBS, for runs against the rehearsal server and against the real OBS.
 */
import { OBSWebSocket } from 'obs-websocket-js/json';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import {
  createComponentHarness,
  waitUntil,
  type ComponentLife,
} from '#main/bridges/testing/component-harness.ts';
import { createRealClock } from '#main/bridges/testing/fake-clock.ts';
import { createObsBridge, testObsConnection } from '../index.ts';
import { itControlsObs } from './obs-controls-behaviour.ts';
import type { ObsTarget } from './obs-target.ts';

const faultOf = async (promise: Promise<unknown>): Promise<Fault> => {
  const outcome = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (outcome instanceof Fault) return outcome;
  throw new Error('A fault was expected', { cause: outcome });
};

export const describeObsBridgeBehaviour = (name: string, createTarget: () => Promise<ObsTarget>): void => {
  describe(`the OBS bridge with ${name}`, () => {
    let target: ObsTarget;
    let cleanups: (() => Promise<unknown>)[] = [];

    beforeAll(async () => {
      target = await createTarget();
    }, 120_000);
    afterAll(() => target.close());
    beforeEach(() => target.start(), 90_000);
    afterEach(async () => {
      target.thaw();
      for (const cleanup of cleanups.toReversed()) await cleanup();
      cleanups = [];
    });

    const createSubject = (options: { password?: string | null; address?: string } = {}) => {
      const harness = createComponentHarness({ id: 'obs:main' });
      const password = options.password === undefined ? target.password : options.password;
      const bridge = createObsBridge({
        readPlace: () => ({ address: options.address ?? target.url }),
        readPassword: () => Promise.resolve(password),
        settingsPath: 'obs.main',
      });
      const begin = async (): Promise<ComponentLife> => {
        const life = await harness.start(bridge);
        cleanups.push(() => life.stop());
        return life;
      };
      return { harness, bridge, begin };
    };

    /** Connects another client to the same OBS. */
    const openSecondClient = async (): Promise<OBSWebSocket> => {
      const client = new OBSWebSocket();
      await client.connect(target.url, target.password, { rpcVersion: 1, eventSubscriptions: 0 });
      cleanups.push(() => client.disconnect());
      return client;
    };

    it('is connected only after OBS identified it and its state was read', async () => {
      const { harness, bridge, begin } = createSubject();
      expect(bridge.state.scenes).toBeNull();
      expect(bridge.getFact?.()).toBeNull();
      await begin();
      expect(bridge.state).toMatchObject({ scenes: target.scenes, streaming: 'off', recording: 'off' });
      expect(target.scenes).toContain(bridge.state.currentScene);
      expect(bridge.state.studioVersion).toMatch(/^\d+\.\d+/);
      expect(harness.topics()).toEqual(['obs.connected']);
      expect(harness.conditions.get('Connected')?.status).toBe('true');
      expect(harness.conditions.get('Authenticated')?.status).toBe('true');
      expect(harness.conditions.get('Answering')?.status).toBe('true');
      const status = JSON.stringify(bridge.getStatus?.());
      expect(status).toContain('"connected":true');
      expect(status).not.toContain(target.password);
    });

    it('reads the statistics every second and shows the most important fact', async () => {
      const { harness, bridge, begin } = createSubject();
      await begin();
      await waitUntil('a share of dropped frames', () => bridge.state.stats?.droppedFramesPercent !== null);
      await waitUntil('frames a second', () => (bridge.state.stats?.fps ?? 0) > 0);
      expect(bridge.getFact?.()).toMatch(/^\d+\.\d fps · \d+\.\d % dropped$/);
      const metrics = Object.fromEntries(
        (bridge.getMetrics?.() ?? []).map(({ name: metric, value }) => [metric, value]),
      );
      expect(metrics['fps']).toBeGreaterThan(0);
      expect(metrics['latencyMs']).toBeGreaterThan(0);
      expect(metrics['bitrateKbps']).toBeNull();
      expect(metrics['cpuPercent']).toBeGreaterThanOrEqual(0);
      const conditions = await bridge.getHealth?.(new AbortController().signal);
      expect(conditions?.find(({ type }) => type === 'Answering')?.status).toBe('true');
      expect(harness.conditions.get('FramesHealthy')?.status).toBe('true');
    });

    it('reports a scene change by another client', async () => {
      const { harness, bridge, begin } = createSubject();
      await begin();
      const client = await openSecondClient();
      const scene = target.scenes.find((candidate) => candidate !== bridge.state.currentScene) ?? '';
      const previous = bridge.state.currentScene;
      await client.call('SetCurrentProgramScene', { sceneName: scene });
      const event = await waitUntil('the scene change', () =>
        harness.events.find(({ topic }) => topic === 'obs.scene-changed'),
      );
      expect(event.data).toEqual({ scene, previous });
      expect(bridge.state.currentScene).toBe(scene);
    });

    it('switches the scene, and confirms only after OBS shows it', async () => {
      const { bridge, begin } = createSubject();
      await begin();
      const client = await openSecondClient();
      for (const scene of target.scenes) {
        expect(await bridge.setScene(scene)).toEqual({ ok: true, value: undefined });
        expect(bridge.state.currentScene).toBe(scene);
        const seen = await client.call('GetCurrentProgramScene');
        expect(seen.currentProgramSceneName).toBe(scene);
      }
    });

    it('lists the existing scenes when a scene does not exist', async () => {
      const { bridge, begin } = createSubject();
      await begin();
      const result = await bridge.setScene('No such scene');
      expect(result.ok).toBe(false);
      if (result.ok) return;
      expect(result.error).toMatchObject({ code: 'obs.scene-not-found', kind: 'configuration' });
      expect(result.error.message).toContain(`"${target.scenes[0]}"`);
    });

    it('follows created, renamed and removed scenes', async () => {
      const { harness, bridge, begin } = createSubject();
      await begin();
      const client = await openSecondClient();
      const has = (scene: string): boolean => bridge.state.scenes?.includes(scene) ?? false;
      await client.call('CreateScene', { sceneName: 'Intermission' });
      await waitUntil('the new scene', () => has('Intermission'));
      await client.call('SetSceneName', { sceneName: 'Intermission', newSceneName: 'Interval' });
      await waitUntil('the new name', () => has('Interval') && !has('Intermission'));
      await client.call('RemoveScene', { sceneName: 'Interval' });
      await waitUntil('the scene gone', () => !has('Interval'));
      expect(bridge.state.scenes).toEqual(target.scenes);
      expect(harness.events.map(({ topic, data }) => [topic, data['added'], data['removed']])).toEqual(
        expect.arrayContaining([
          ['obs.scenes-changed', ['Intermission'], []],
          ['obs.scenes-changed', ['Interval'], ['Intermission']],
          ['obs.scenes-changed', [], ['Interval']],
        ]),
      );
    });

    it('records, and returns the path when OBS has finished the file', async () => {
      const { harness, bridge, begin } = createSubject();
      await begin();
      expect(await bridge.setRecording(true)).toEqual({ ok: true, value: { path: null } });
      expect(bridge.state.recording).toBe('on');
      expect(await bridge.setRecording(true)).toEqual({ ok: true, value: { path: null } });
      await waitUntil('the word in the fact', () => bridge.getFact?.()?.endsWith('· recording'));
      const stopped = await bridge.setRecording(false);
      expect(stopped).toMatchObject({ ok: true, value: { path: expect.stringMatching(/\.mkv$/) } });
      expect(bridge.state.recording).toBe('off');
      expect(harness.topics('obs.record-started')).toHaveLength(1);
      const event = harness.events.find(({ topic }) => topic === 'obs.record-stopped');
      expect(stopped.ok && stopped.value.path).toBe(event?.data['path']);
      expect(await bridge.setRecording(false)).toEqual({ ok: true, value: { path: null } });
    });

    it('reports that a stream did not start when OBS starts and immediately stops it', async () => {
      const { harness, bridge, begin } = createSubject();
      await begin();
      target.failNextStream();
      const result = await bridge.setStreaming(true);
      expect(result).toMatchObject({ ok: false, error: { code: 'obs.stream-not-started' } });
      expect(bridge.state.streaming).toBe('off');
      expect(harness.topics('obs.stream-starting')).toHaveLength(1);
      expect(harness.topics('obs.stream-started')).toHaveLength(0);
      expect(harness.events.find(({ topic }) => topic === 'obs.stream-stopped')?.level).toBe('warning');
    });

    it('reads all scenes again after a change of the scene collection', async () => {
      const { bridge, begin } = createSubject();
      const life = await begin();
      const expected = await target.changeSceneCollection(await openSecondClient());
      await waitUntil('the other scenes', () => bridge.state.scenes?.join() === expected.join());
      expect(bridge.state.currentScene).toBe(expected[0]);
      await waitUntil('what they are made of', () => bridge.state.sources && bridge.state.inputs);
      expect(life.failure).toBeUndefined();
      await target.kill();
    });

    it('waits for a person after a wrong password', async () => {
      const { harness, begin } = createSubject({ password: 'not the password' });
      const fault = await faultOf(begin());
      expect(fault).toMatchObject({
        code: 'obs.wrong-password',
        kind: 'authentication',
        retryable: false,
        action: { kind: 'open-settings', target: 'obs.main' },
      });
      expect(fault.message).not.toContain('not the password');
      expect(harness.conditions.get('Authenticated')).toMatchObject({
        status: 'false',
        reason: 'PasswordRefused',
      });
    });

    it('reports a missing password when OBS requires one', async () => {
      const fault = await faultOf(createSubject({ password: null }).begin());
      expect(fault).toMatchObject({ code: 'obs.password-missing', kind: 'authentication' });
    });

    it('detects by the closed connection that OBS was killed, and reconnects', async () => {
      const { harness, bridge, begin } = createSubject();
      const life = await begin();
      const killedAt = performance.now();
      void target.kill();
      const fault = await life.failed;
      // Within milliseconds on an idle machine, and before a missing answer could have shown it.
      expect(performance.now() - killedAt).toBeLessThan(4_900);
      expect(fault).toMatchObject({ code: 'obs.connection-lost', kind: 'transient' });
      expect(harness.conditions.get('Connected')?.status).toBe('false');
      expect(bridge.state.currentScene).toBeNull();
      expect(await bridge.setScene(target.scenes[0] ?? '')).toMatchObject({ ok: false });
      await life.stop();
      await target.kill();

      expect(await faultOf(begin())).toMatchObject({ code: 'obs.unreachable', kind: 'transient' });
      await target.start();
      const next = await begin();
      expect(bridge.state.scenes?.length).toBeGreaterThan(0);
      expect(next.failure).toBeUndefined();
      expect(harness.topics('obs.connected')).toHaveLength(2);
    });

    it('settles a pending call when OBS is killed', async () => {
      const { bridge, begin } = createSubject();
      const life = await begin();
      target.freeze();
      const pending = bridge.setScene(target.scenes[1] ?? '');
      await new Promise((resolve) => setTimeout(resolve, 100));
      void target.kill();
      expect(await pending).toMatchObject({ ok: false });
      await life.failed;
      await target.kill();
    });

    it('detects a frozen OBS after about 5 seconds, and refuses commands before that', async () => {
      const { harness, bridge, begin } = createSubject();
      const life = await begin();
      const frozenAt = performance.now();
      target.freeze();
      const result = await bridge.setScene(target.scenes[1] ?? '');
      expect(result).toMatchObject({ ok: false });
      await waitUntil(
        'the missing answer to show',
        () => harness.conditions.get('Answering')?.reason === 'Silent',
      );
      const fault = await life.failed;
      expect(fault).toMatchObject({ code: 'obs.silent', kind: 'transient' });
      expect(performance.now() - frozenAt).toBeGreaterThan(4_900);
      expect(await life.stop()).toEqual([]);
      target.thaw();
      await begin();
      expect(harness.conditions.get('Connected')?.status).toBe('true');
    }, 30_000);

    it('has one set of listeners after any number of connections', async () => {
      const { harness, bridge, begin } = createSubject();
      for (let life = 0; life < 5; life += 1) await (await begin()).stop();
      await begin();
      harness.events.splice(0);
      const scene = target.scenes.find((candidate) => candidate !== bridge.state.currentScene) ?? '';
      expect((await bridge.setScene(scene)).ok).toBe(true);
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(harness.topics()).toEqual(['obs.scene-changed']);
    });

    itControlsObs({
      target: () => target,
      createSubject,
      openSecondClient,
      cleanUp: (step) => void cleanups.push(step),
    });

    it('tests an address and a password without the bridge', async () => {
      const clock = createRealClock();
      const tryIt = (password: string | null, address = target.url) =>
        testObsConnection({ address, readPassword: () => Promise.resolve(password), clock });
      const names = (checks: readonly { name: string; ok: boolean }[]) =>
        checks.map((check) => `${check.name}: ${check.ok}`);

      const good = await tryIt(target.password);
      expect(names(good.checks)).toEqual([
        'reachable: true',
        'protocol: true',
        'password: true',
        'scenes: true',
      ]);
      expect(good.ok).toBe(true);
      const wrong = await tryIt('wrong');
      expect(names(wrong.checks)).toEqual(['reachable: true', 'protocol: true', 'password: false']);
      expect(wrong.message).toContain('rejected the password. Copy it from OBS');
      const missing = await tryIt(null);
      expect(missing.message).toContain('none is set');
      await target.kill();
      const down = await tryIt(target.password);
      expect(names(down.checks)).toEqual(['reachable: false']);
      expect(down.ok).toBe(false);
    });
  });
};
