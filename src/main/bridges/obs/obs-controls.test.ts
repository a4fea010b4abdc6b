/** Sources, audio and secondary outputs, in cases that only a scriptable server can produce. */
import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSeededRandom, type JsonObject } from '#shared/kernel/index.ts';
import { createComponentHarness, waitUntil } from '#main/bridges/testing/component-harness.ts';
import { createRealClock } from '#main/bridges/testing/fake-clock.ts';
import { createObsRehearsal, type ObsRehearsalServer } from '#main/rehearsal/obs/index.ts';
import { createObsBridge, type ObsLimits } from './index.ts';

describe('the controls of a scripted OBS', () => {
  let server: ObsRehearsalServer;
  let cleanups: (() => Promise<unknown>)[] = [];
  beforeEach(async () => {
    server = await createObsRehearsal({
      clock: createRealClock(),
      random: createSeededRandom(13),
      password: 'secret enough',
    });
  });
  afterEach(async () => {
    for (const cleanup of cleanups.toReversed()) await cleanup();
    cleanups = [];
    await server[Symbol.asyncDispose]();
  });

  const begin = async (limits: Partial<ObsLimits> = {}) => {
    const harness = createComponentHarness({ id: 'obs:main' });
    const bridge = createObsBridge({
      readPlace: () => ({ address: server.url }),
      readPassword: () => Promise.resolve('secret enough'),
      limits: { pollMs: 100, setUpMs: 200, callMs: 3_000, ...limits },
    });
    const life = await harness.start(bridge);
    cleanups.push(() => life.stop());
    return { harness, bridge, life };
  };
  const beginKnowing = async (limits: Partial<ObsLimits> = {}) => {
    const subject = await begin(limits);
    await waitUntil('everything', () => {
      const { sources, inputs, replayBuffer } = subject.bridge.state;
      return sources !== null && inputs !== null && replayBuffer !== null;
    });
    return subject;
  };

  it('starts and stops the virtual camera, and confirms only what OBS reports', async () => {
    const { bridge, harness } = await beginKnowing();
    expect(bridge.state.virtualCamera).toBe('off');
    expect(await bridge.setVirtualCamera(true)).toEqual({ ok: true, value: undefined });
    expect(bridge.state.virtualCamera).toBe('on');
    expect((await bridge.setVirtualCamera(false)).ok).toBe(true);
    expect(bridge.state.virtualCamera).toBe('off');
    const switched = ['obs.virtual-camera-started', 'obs.virtual-camera-stopped'];
    expect(harness.topics().filter((topic) => switched.includes(topic))).toEqual(switched);
  });

  it('detects within seconds that a virtual camera was installed, although OBS sends no event', async () => {
    server.faults.installVirtualCamera(false);
    const { bridge } = await beginKnowing();
    await waitUntil('that there is none', () => bridge.state.virtualCamera === 'unavailable');
    server.faults.installVirtualCamera(true);
    await waitUntil('that there is one', () => bridge.state.virtualCamera === 'off');
    expect((await bridge.setVirtualCamera(true)).ok).toBe(true);
  });

  it('sends captions with a running stream', async () => {
    const { bridge } = await beginKnowing();
    expect((await bridge.setStreaming(true)).ok).toBe(true);
    expect(await bridge.sendCaption('Hello everybody')).toEqual({ ok: true, value: undefined });
    expect(server.captions).toEqual(['Hello everybody']);
  });

  it('takes a screenshot in the requested width', async () => {
    const { bridge } = await beginKnowing();
    const taken = await bridge.takeScreenshot(321);
    if (!taken.ok) throw taken.error;
    const file = Buffer.from(taken.value.image.slice('data:image/png;base64,'.length), 'base64');
    expect(file.subarray(1, 4).toString()).toBe('PNG');
    expect(file.readUInt32BE(16)).toBe(321);
  });

  it.each<[string, JsonObject]>([
    ['no picture at all', {}],
    ['a page instead of a picture', { imageData: 'data:text/html;base64,AAAA' }],
    ['text that would break out of an attribute', { imageData: 'data:image/png;base64,"><script>' }],
    [
      'more data than any picture needs',
      { imageData: `data:image/png;base64,${'A'.repeat(13 * 1024 * 1024)}` },
    ],
  ])('does not return %s', async (_what, answer) => {
    const { bridge } = await beginKnowing();
    server.faults.answerWith('GetSourceScreenshot', answer);
    expect(await bridge.takeScreenshot(320)).toMatchObject({ ok: false, error: { code: 'obs.bad-answer' } });
  });

  it('explains what is missing when OBS cannot write pictures', async () => {
    server.faults.answerWith('GetVersion', {
      obsVersion: '29.0.2',
      obsWebSocketVersion: '5.1.0',
      supportedImageFormats: ['xpm'],
    });
    const { bridge } = await beginKnowing();
    expect(await bridge.takeScreenshot(320)).toMatchObject({
      ok: false,
      error: { code: 'obs.no-picture-format' },
    });
  });

  it('clears scenes, sources and inputs while the scene collection changes', async () => {
    const { bridge, life } = await beginKnowing();
    server.faults.changeSceneCollection(['Elsewhere'], 600);
    await waitUntil('the change', () => bridge.state.scenes === null);
    expect(bridge.state).toMatchObject({ currentScene: null, sources: null, inputs: null });
    expect(await bridge.setMuted('Microphone', true)).toMatchObject({
      ok: false,
      error: { code: 'obs.busy' },
    });
    await waitUntil('the other sources', () => bridge.state.sources);
    await waitUntil('the other inputs', () => bridge.state.inputs);
    expect(bridge.state.currentScene).toBe('Elsewhere');
    expect(life.failure).toBeUndefined();
  });

  it.each([
    ['GetSceneItemList', { sceneItems: 'many' }, 'sources'],
    ['GetInputList', { inputs: [{ inputName: 5 }] }, 'inputs'],
  ] as const)(
    'stays connected after an invalid answer to %s, and retries until the answer is valid',
    async (request, answer, field) => {
      server.faults.answerWith(request, answer);
      const { bridge, harness, life } = await begin();
      await waitUntil('the refusal', () => harness.topics('obs.payload-refused').length > 0);
      expect(bridge.state[field]).toBeNull();
      expect((await bridge.setScene('Main')).ok).toBe(true);
      server.faults.answerWith(request, null);
      await waitUntil('what can be read', () => bridge.state[field]);
      expect(life.failure).toBeUndefined();
    },
  );

  it.each([
    ['SceneItemEnableStateChanged', { sceneName: 'Starting soon', sceneItemId: 'one' }],
    ['InputMuteStateChanged', { inputName: 'Microphone', inputMuted: 'yes' }],
    ['InputVolumeChanged', { inputName: 'Microphone', inputVolumeDb: null }],
    ['ReplayBufferSaved', {}],
    ['StudioModeStateChanged', {}],
    ['VirtualcamStateChanged', { outputState: 'ON' }],
  ])('counts and drops an event %s with %j', async (eventType, eventData) => {
    const { bridge, harness, life } = await beginKnowing();
    const before = { ...bridge.state, stats: null };
    server.faults.sendRaw(JSON.stringify({ op: 5, d: { eventType, eventData, eventIntent: 8 } }));
    await waitUntil('the refusal', () => harness.topics('obs.payload-refused').length > 0);
    expect({ ...bridge.state, stats: null }).toEqual(before);
    expect(life.failure).toBeUndefined();
  });

  it('reports each change to its listeners until they are disposed', async () => {
    const { bridge } = await beginKnowing();
    let calls = 0;
    const subscription = bridge.onState(() => (calls += 1));
    expect((await bridge.setMuted('Microphone', true)).ok).toBe(true);
    expect(calls).toBeGreaterThan(0);
    subscription[Symbol.dispose]();
    const before = calls;
    expect((await bridge.setMuted('Microphone', false)).ok).toBe(true);
    expect(calls).toBe(before);
  });

  it('reads 5,000 sources and 5,000 inputs without blocking the process for long', async () => {
    const sceneItems = Array.from({ length: 5_000 }, (_, index) => ({
      sceneItemId: index,
      sceneItemIndex: index,
      sourceName: `Source ${index}`,
      sourceType: 'OBS_SOURCE_TYPE_INPUT',
      inputKind: 'ffmpeg_source',
      isGroup: null,
      sceneItemEnabled: true,
      sceneItemLocked: false,
      sceneItemTransform: { alignment: 5, boundsType: 'OBS_BOUNDS_NONE', width: 1920, height: 1080 },
    }));
    const inputs = sceneItems.map(({ sourceName }) => ({
      inputName: sourceName,
      inputKind: 'ffmpeg_source',
    }));
    server.faults.answerWith('GetSceneItemList', { sceneItems });
    server.faults.answerWith('GetInputList', { inputs });
    server.faults.answerWith('GetInputMute', { inputMuted: false });
    server.faults.answerWith('GetInputVolume', { inputVolumeDb: -3 });
    const { bridge, life } = await begin();
    let longestMs = 0;
    let turnAt = performance.now();
    const ticker = setInterval(() => {
      longestMs = Math.max(longestMs, performance.now() - turnAt);
      turnAt = performance.now();
    }, 1);
    await waitUntil('all of them', () => bridge.state.inputs?.length === 5_000, 20_000);
    clearInterval(ticker);
    expect(bridge.state.sources?.[0]?.name).toBe('Source 4999');
    expect(JSON.stringify(bridge.getStatus?.()).length).toBeLessThan(20_000);
    // The server of the test runs in the same process, and other programs share the cores. Quadratic growth
    // would take
    // many seconds.
    expect(longestMs).toBeLessThan(3_000);
    expect(life.failure).toBeUndefined();
  }, 30_000);
});
