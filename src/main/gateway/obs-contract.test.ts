/** The OBS procedures and operations, as the contract offers them. */
import { safe } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import { createGatewayRig, whileTimePasses, type GatewayRig } from './testing/contract-suite.ts';

describe('OBS over the contract', () => {
  let rig: GatewayRig;
  beforeEach(() => {
    rig = createGatewayRig();
  });
  afterEach(() => rig.gateway.close());

  it('returns the state of every OBS, and of one', async () => {
    const client = rig.createClient();
    const { instances } = await client.obs.list();
    expect(instances.map(({ id }) => id)).toEqual(['obs:main']);
    expect(await client.obs.state({ id: 'obs:main' })).toMatchObject({ currentScene: 'Main' });
    expect((await safe(client.obs.state({ id: 'obs:other' }))).error).toMatchObject({ code: 'NOT_FOUND' });
  });

  it.each<[string, () => Promise<unknown>]>([
    [
      'a caption without text',
      () => rig.createClient().addresses['obs.send-caption']({ id: 'obs:main', text: '  ' }),
    ],
    [
      'a volume above the limit of OBS',
      () =>
        rig.createClient().addresses['obs.set-volume']({ id: 'obs:main', input: 'Microphone', volumeDb: 27 }),
    ],
    [
      'a screenshot that is too wide',
      () => rig.createClient().obs.screenshot({ id: 'obs:main', width: 4_000 }),
    ],
  ])('refuses %s', async (_what, call) => {
    await expect(call()).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('returns a screenshot with the name of its scene', async () => {
    expect(await rig.createClient().obs.screenshot({ id: 'obs:main' })).toMatchObject({
      scene: 'Main',
      image: expect.stringMatching(/^data:image\/png;base64,/),
    });
  });

  it('passes on the message of the bridge when OBS refuses', async () => {
    rig.ports.obs.fault = new Fault('obs.replay-not-set-up', 'OBS has no replay buffer: switch it on', {
      kind: 'configuration',
    });
    const { error } = await safe(rig.createClient().operations.do['obs.save-replay']({ id: 'obs:main' }));
    expect(error).toMatchObject({ message: expect.stringContaining('no replay buffer') });
  });

  it('streams everything first, then only changed fields, and nothing without a change', async () => {
    const frames = await rig.createClient().obs.watch({});
    const take = async () => {
      const { value } = await whileTimePasses(rig.clock, frames.next());
      if (!value) throw new Error('The stream ended');
      return value;
    };
    expect(await take()).toMatchObject({ kind: 'snapshot', instances: [{ id: 'obs:main' }] });
    rig.ports.obs.show({});
    rig.ports.obs.show({ currentScene: 'Starting soon' });
    expect(await take()).toMatchObject({
      kind: 'changes',
      changed: [{ id: 'obs:main', currentScene: 'Starting soon' }],
      removed: [],
    });
    rig.ports.obs.show({ streaming: 'starting' });
    expect(await take()).toMatchObject({ changed: [{ id: 'obs:main', streaming: 'starting' }] });
    rig.ports.obs.show({ recording: 'starting' });
    expect(await take()).toMatchObject({ changed: [{ id: 'obs:main', recording: 'starting' }], removed: [] });
    await frames.return?.();
  });
});
