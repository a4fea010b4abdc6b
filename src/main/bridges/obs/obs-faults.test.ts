/** Cases that only a misbehaving server can produce. The other cases are in the behaviour suite. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemWoke } from '#shared/catalogue/topics/components.ts';
import { createSeededRandom, Fault, type JsonObject } from '#shared/kernel/index.ts';
import { createComponentHarness, waitUntil } from '#main/bridges/testing/component-harness.ts';
import type { ObsState } from '#main/bridges/ports/index.ts';
import { createRealClock } from '#main/bridges/testing/fake-clock.ts';
import { createObsRehearsal, type ObsRehearsalServer } from '#main/rehearsal/obs/index.ts';
import { createObsBridge, type ObsLimits } from './index.ts';

const shortLimits: Partial<ObsLimits> = { connectMs: 300, callMs: 300, pollMs: 100, silentMs: 600 };

/** The parts of the state that are complete once everything has been read. */
const readable = ({ sources, inputs, replayBuffer, studioMode, virtualCamera }: ObsState) => ({
  sources,
  inputs,
  replayBuffer,
  studioMode,
  virtualCamera,
});
const isKnown = (value: unknown): boolean => value !== null;

describe('the OBS bridge with a misbehaving server', () => {
  let server: ObsRehearsalServer;
  let cleanups: (() => Promise<unknown>)[] = [];
  beforeEach(async () => {
    server = await createObsRehearsal({
      clock: createRealClock(),
      random: createSeededRandom(11),
      password: 'secret enough',
    });
  });
  afterEach(async () => {
    for (const cleanup of cleanups.toReversed()) await cleanup();
    cleanups = [];
    await server[Symbol.asyncDispose]();
  });

  const createSubject = (address = server.url, limits: Partial<ObsLimits> = shortLimits) => {
    const harness = createComponentHarness({ id: 'obs:main' });
    const bridge = createObsBridge({
      readPlace: () => ({ address }),
      readPassword: () => Promise.resolve('secret enough'),
      limits,
    });
    const begin = async () => {
      const life = await harness.start(bridge);
      cleanups.push(() => life.stop());
      return life;
    };
    const failToBegin = async (): Promise<Fault> => {
      const outcome: unknown = await begin().catch((thrown: unknown) => thrown);
      if (outcome instanceof Fault) return outcome;
      throw new Error('The start was expected to fail');
    };
    return { harness, bridge, begin, failToBegin };
  };

  it('gives up on a server that never sends Hello', async () => {
    server.faults.sayHello(false);
    expect(await createSubject().failToBegin()).toMatchObject({ code: 'obs.unreachable', kind: 'transient' });
  });

  it('waits for changed settings when the server uses another protocol revision', async () => {
    server.faults.speakRpcVersion(2);
    expect(await createSubject().failToBegin()).toMatchObject({
      code: 'obs.unsupported-version',
      kind: 'configuration',
    });
  });

  it('treats a kick as a person’s decision, and does not reconnect automatically', async () => {
    const life = await createSubject().begin();
    server.faults.kick();
    expect(await life.failed).toMatchObject({ code: 'obs.kicked', retryable: false });
  });

  it('distinguishes a web server from OBS', async () => {
    const web = createServer((_request, response) => response.end('<html>'));
    await new Promise<void>((resolve) => {
      web.listen(0, '127.0.0.1', resolve);
    });
    const { port } = web.address() as AddressInfo;
    const fault = await createSubject(`ws://127.0.0.1:${port}`).failToBegin();
    expect(fault.code).toBe('obs.not-obs');
    web.close();
  });

  it.each([
    ['no address', 'obs.bad-address'],
    ['http://127.0.0.1:4455', 'obs.bad-address'],
    ['ws://user:hidden@127.0.0.1:4455', 'obs.bad-address'],
    ['ws://127.0.0.1:4455/#x', 'obs.bad-address'],
    ['ws://127.0.0.1:1', 'obs.unreachable'],
  ])('explains the problem with %s', async (address, code) => {
    const fault = await createSubject(address).failToBegin();
    expect(fault.code).toBe(code);
    expect(fault.message).not.toContain('hidden');
  });

  it.each<[string, string | Buffer]>([
    ['text that is not JSON', '{"op":5,'],
    ['a number', '7'],
    ['null', 'null'],
    ['a message without data', '{"op":5}'],
    ['data that is text', '{"op":5,"d":"x"}'],
    ['a binary frame', Buffer.from([0, 1, 2])],
    ['an event without data', '{"op":5,"d":{"eventType":"CurrentProgramSceneChanged"}}'],
    [
      'a scene that is a number',
      '{"op":5,"d":{"eventType":"CurrentProgramSceneChanged","eventData":{"sceneName":5}}}',
    ],
    ['scenes that are text', '{"op":5,"d":{"eventType":"SceneListChanged","eventData":{"scenes":"all"}}}'],
    [
      'an infinite index',
      '{"op":5,"d":{"eventType":"SceneListChanged","eventData":{"scenes":[{"sceneName":"a","sceneIndex":1e400}]}}}',
    ],
    [
      'an unknown state',
      '{"op":5,"d":{"eventType":"StreamStateChanged","eventData":{"outputState":"__proto__"}}}',
    ],
    [
      'a recording state that is an object',
      '{"op":5,"d":{"eventType":"RecordStateChanged","eventData":{"outputState":{}}}}',
    ],
    [
      'data nested 10,000 deep',
      `{"op":5,"d":{"eventType":"SceneListChanged","eventData":${'['.repeat(10_000)}${']'.repeat(10_000)}}}`,
    ],
  ])('counts and drops %s', async (_what, frame) => {
    const { harness, bridge, begin } = createSubject();
    const life = await begin();
    await waitUntil('everything to be read', () => Object.values(readable(bridge.state)).every(isKnown));
    const before = bridge.state;
    server.faults.sendRaw(frame);
    await waitUntil('the refusal', () => harness.topics('obs.payload-refused').length > 0);
    expect(bridge.getStatus?.()['refusedPayloads']).toBe(1);
    expect({ ...bridge.state, stats: null }).toEqual({ ...before, stats: null });
    expect(life.failure).toBeUndefined();
    expect((await bridge.setScene('Main')).ok).toBe(true);
  });

  it('ignores an event with the name of the library’s close event', async () => {
    const { bridge, begin } = createSubject();
    const life = await begin();
    server.faults.sendRaw('{"op":5,"d":{"eventType":"ConnectionClosed","eventData":{"code":4011}}}');
    expect((await bridge.setScene('Main')).ok).toBe(true);
    expect(life.failure).toBeUndefined();
  });

  it('reports many refused payloads in few events, and counts them all', async () => {
    const { harness, bridge, begin } = createSubject();
    await begin();
    for (let index = 0; index < 200; index += 1) server.faults.sendRaw('rubbish');
    await waitUntil('all of them', () => bridge.getStatus?.()['refusedPayloads'] === 200);
    expect(harness.topics('obs.payload-refused')).toHaveLength(1);
  });

  it.each<[string, JsonObject]>([
    ['GetSceneList', { scenes: 'none' }],
    ['GetVersion', {}],
    ['GetStreamStatus', { outputActive: 'yes' }],
    ['GetRecordStatus', { outputActive: 1 }],
  ])('does not start after an invalid answer to %s', async (request, answer) => {
    server.faults.answerWith(request, answer);
    expect(await createSubject().failToBegin()).toMatchObject({ code: 'obs.bad-answer', kind: 'transient' });
  });

  it('stays connected on unreadable statistics, because OBS still answers', async () => {
    const { harness, bridge, begin } = createSubject();
    const life = await begin();
    server.faults.answerWith('GetStats', { cpuUsage: 'much' });
    await waitUntil('the refusal', () => harness.topics('obs.payload-refused').length > 0);
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(life.failure).toBeUndefined();
    expect((await bridge.setScene('Main')).ok).toBe(true);
  });

  it('treats a reconnecting stream as running, and reports it once', async () => {
    const { harness, bridge, begin } = createSubject(server.url, { ...shortLimits, callMs: 2_000 });
    await begin();
    expect((await bridge.setStreaming(true)).ok).toBe(true);
    await waitUntil('a bitrate', () => (bridge.state.stats?.bitrateKbps ?? 0) > 1_000);
    // Each attempt sends the event again, with outputActive false, while GetStreamStatus says true.
    server.faults.interruptStream();
    server.faults.interruptStream();
    await waitUntil('the word', () => bridge.state.streaming === 'reconnecting');
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(bridge.state.streaming).toBe('reconnecting');
    expect(harness.conditions.get('StreamSteady')?.status).toBe('false');
    expect(harness.topics('obs.stream-reconnecting')).toHaveLength(1);
    server.faults.restoreStream();
    await waitUntil('the stream', () => bridge.state.streaming === 'on');
    expect(harness.topics('obs.stream-reconnected')).toHaveLength(1);
    expect((await bridge.setStreaming(false)).ok).toBe(true);
    expect(harness.topics('obs.stream-stopped')).toHaveLength(1);
    expect(bridge.state.streaming).toBe('off');
  });

  it('must answer immediately after the machine woke up', async () => {
    const { begin, harness } = createSubject(server.url, { pollMs: 60_000 });
    const life = await begin();
    harness.emit(systemWoke({ reason: 'the machine woke up' }));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(life.failure).toBeUndefined();
    server.faults.answer(false);
    const since = performance.now();
    harness.emit(systemWoke({ reason: 'the machine woke up' }));
    const fault = await life.failed;
    expect(fault).toMatchObject({ code: 'obs.silent', kind: 'transient' });
    const [first, lost] = harness.events.slice(-2);
    expect(first).toMatchObject({ topic: 'obs.disconnected', message: fault.message });
    expect(lost).toMatchObject({
      topic: 'bridge.link-lost',
      message: fault.message,
      causeId: first?.id,
      data: { platform: 'obs', code: 'obs.silent', since: first?.at },
    });
    // Long before the next poll, which would also have detected it.
    expect(performance.now() - since).toBeLessThan(50_000);
  });

  it('is not considered dead after our own sleep or block', async () => {
    const real = createRealClock();
    const stall = { ms: 0 };
    const clock = { ...real, monotonic: () => real.monotonic() + stall.ms };
    const harness = createComponentHarness({ id: 'obs:main', clock });
    const bridge = createObsBridge({
      readPlace: () => ({ address: server.url }),
      readPassword: () => Promise.resolve('secret enough'),
      limits: shortLimits,
    });
    const life = await harness.start(bridge);
    cleanups.push(() => life.stop());
    for (let stalls = 0; stalls < 3; stalls += 1) {
      stall.ms += 60_000;
      await new Promise((resolve) => setTimeout(resolve, 350));
    }
    expect(life.failure).toBeUndefined();
    expect(bridge.state.studioVersion).not.toBeNull();
  });

  it('sends nothing while OBS changes its scene collection', async () => {
    const { harness, bridge, begin } = createSubject();
    const life = await begin();
    server.faults.changeSceneCollection(['Elsewhere'], 900);
    await waitUntil('the change', async () => {
      const result = await bridge.setScene('Main');
      return !result.ok && result.error.code === 'obs.busy';
    });
    await waitUntil('the new scenes', () => bridge.state.scenes?.join() === 'Elsewhere');
    expect(life.failure).toBeUndefined();
    expect(harness.topics('obs.scene-changed')).toHaveLength(1);
  });

  it('stops immediately while it connects', async () => {
    server.faults.sayHello(false);
    const harness = createComponentHarness();
    const bridge = createObsBridge({
      readPlace: () => ({ address: server.url }),
      readPassword: () => Promise.resolve('secret enough'),
    });
    const controller = new AbortController();
    const start = harness.start({
      initialize: (context) => bridge.initialize?.({ ...context, signal: controller.signal }),
    });
    setTimeout(() => controller.abort(new Fault('test.stopped', 'Stopped', { kind: 'transient' })), 100);
    await expect(start).rejects.toMatchObject({ code: 'test.stopped' });
  });

  it('reads 5,000 scenes without blocking the process for long', async () => {
    const { bridge, begin } = createSubject(server.url, { ...shortLimits, callMs: 3_000 });
    await begin();
    const scenes = Array.from({ length: 5_000 }, (_, index) => ({
      sceneIndex: index,
      sceneName: `Scene number ${index}`,
    }));
    let longestMs = 0;
    let turnAt = performance.now();
    const ticker = setInterval(() => {
      longestMs = Math.max(longestMs, performance.now() - turnAt);
      turnAt = performance.now();
    }, 1);
    const event = { op: 5, d: { eventType: 'SceneListChanged', eventData: { scenes } } };
    server.faults.sendRaw(JSON.stringify(event));
    await waitUntil('all scenes', () => bridge.state.scenes?.length === 5_000);
    clearInterval(ticker);
    expect(bridge.state.scenes?.[0]).toBe('Scene number 4999');
    expect(JSON.stringify(bridge.getStatus?.()).length).toBeLessThan(20_000);
    // About 20 ms on an idle machine. Quadratic growth would take many seconds.
    expect(longestMs).toBeLessThan(3_000);
  });

  it('leaves no session behind after many connections', async () => {
    // Twenty connections in a row: on a busy machine, one of them takes longer than the short limits allow.
    const { begin } = createSubject(server.url, {});
    for (let life = 0; life < 20; life += 1) expect(await (await begin()).stop()).toEqual([]);
    await waitUntil('all sessions to end', () => server.connections === 0);
    expect(server.connections).toBe(0);
  });
});
