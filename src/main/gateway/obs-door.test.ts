/** The procedures that show every OBS, and those by which OBS is asked to do something. */
import { safe } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import { createGatewayRig, whileTimePasses, type GatewayRig } from './testing/contract-suite.ts';

describe('the door to OBS', () => {
  let rig: GatewayRig;
  beforeEach(() => {
    rig = createGatewayRig();
  });
  afterEach(() => rig.gateway.close());

  it('tells what is known of every OBS, and of one', async () => {
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
      'a volume above what OBS takes',
      () =>
        rig.createClient().addresses['obs.set-volume']({ id: 'obs:main', input: 'Microphone', volumeDb: 27 }),
    ],
    ['a picture too wide', () => rig.createClient().obs.screenshot({ id: 'obs:main', width: 4_000 })],
  ])('refuses %s', async (_what, call) => {
    await expect(call()).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('hands out a picture with the scene it is of', async () => {
    expect(await rig.createClient().obs.screenshot({ id: 'obs:main' })).toMatchObject({
      scene: 'Main',
      image: expect.stringMatching(/^data:image\/png;base64,/),
    });
  });

  it('answers with the words of the bridge when OBS refuses', async () => {
    rig.ports.obs.fault = new Fault('obs.replay-not-set-up', 'OBS has no replay buffer: switch it on', {
      kind: 'configuration',
    });
    const { error } = await safe(rig.createClient().operations.do['obs.save-replay']({ id: 'obs:main' }));
    expect(error).toMatchObject({ message: expect.stringContaining('no replay buffer') });
  });

  it('streams everything, then only the fields that changed, and nothing when none did', async () => {
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
