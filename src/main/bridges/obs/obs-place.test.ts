import { afterEach, beforeEach, expect, it } from 'vitest';
import { createComponentHarness } from '#main/bridges/testing/component-harness.ts';
import { createRealClock } from '#main/bridges/testing/fake-clock.ts';
import { createObsRehearsal, type ObsRehearsalServer } from '#main/rehearsal/obs/index.ts';
import { createSeededRandom, Fault } from '#shared/kernel/index.ts';
import { createObsBridge } from './index.ts';

const open = (scene: string): Promise<ObsRehearsalServer> =>
  createObsRehearsal({
    clock: createRealClock(),
    random: createSeededRandom(11),
    password: `password of ${scene}`,
    scenes: [scene],
  });

let first: ObsRehearsalServer;
let second: ObsRehearsalServer;
beforeEach(async () => {
  [first, second] = await Promise.all([open('Harbour'), open('Lighthouse')]);
});
afterEach(async () => {
  await first[Symbol.asyncDispose]();
  await second[Symbol.asyncDispose]();
});

it('connects to the address in the settings at each start, and keeps its listeners', async () => {
  let server = first;
  const bridge = createObsBridge({
    readPlace: () => Promise.resolve({ address: server.url }),
    readPassword: () => Promise.resolve(`password of ${server.scenes[0]}`),
  });
  const heard = new Set<string | null>();
  using _listening = bridge.onState(() => heard.add(bridge.state.currentScene));
  const harness = createComponentHarness({ id: 'obs:main' });
  const life = await harness.start(bridge);
  expect(bridge.getStatus?.()).toMatchObject({ connected: true, address: first.url });
  server = second;
  expect(bridge.state.currentScene).toBe('Harbour');
  await life.stop();
  const next = await harness.start(bridge);
  expect(bridge.state.currentScene).toBe('Lighthouse');
  expect(bridge.getStatus?.()).toMatchObject({ connected: true, address: second.url });
  expect(heard).toEqual(new Set(['Harbour', null, 'Lighthouse']));
  await next.stop();
});

it('fails with the fault of a missing address, and connects once there is one', async () => {
  let stopped = true;
  const bridge = createObsBridge({
    readPlace: () => {
      if (stopped) throw new Fault('rehearsal.stopped', 'Rehearsal is stopped.', { kind: 'dependency' });
      return { address: first.url };
    },
    readPassword: () => Promise.resolve('password of Harbour'),
  });
  expect(bridge.getStatus?.()).toEqual({ connected: false, address: null, problem: null });
  expect(await bridge.setScene('Harbour')).toMatchObject({ ok: false, error: { kind: 'dependency' } });
  const harness = createComponentHarness({ id: 'obs:main' });
  await expect(harness.start(bridge)).rejects.toMatchObject({ code: 'rehearsal.stopped' });
  stopped = false;
  const life = await harness.start(bridge);
  expect(bridge.state.currentScene).toBe('Harbour');
  await life.stop();
});

it('reports a new default address where OBS was never found as not set up, although OBS was found before', async () => {
  let address = first.url;
  const bridge = createObsBridge({
    readPlace: () => ({ address, assumed: true }),
    readPassword: () => Promise.resolve(address === first.url ? 'password of Harbour' : null),
  });
  const harness = createComponentHarness({ id: 'obs:main' });
  await (await harness.start(bridge)).stop();
  await second[Symbol.asyncDispose]();
  address = second.url;
  await expect(harness.start(bridge)).rejects.toMatchObject({ code: 'obs.not-found', notSetUp: true });
});
