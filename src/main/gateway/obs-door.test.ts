/** What the door to OBS adds to the bridges behind it: turning over, and telling only what changed. */
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

  it('turns a mute and a source over where nothing is said', async () => {
    const client = rig.createClient();
    expect(await client.obs.setMuted({ id: 'obs:main', input: 'Microphone' })).toEqual({ muted: true });
    expect(await client.obs.setMuted({ id: 'obs:main', input: 'Microphone' })).toEqual({ muted: false });
    expect(await client.obs.setMuted({ id: 'obs:main', input: 'Microphone', muted: false })).toEqual({
      muted: false,
    });
    expect(await client.obs.setSourceVisible({ id: 'obs:main', source: 'Camera' })).toEqual({
      visible: false,
    });
    expect(await client.obs.setSourceVisible({ id: 'obs:main', source: 1 })).toEqual({ visible: true });
  });

  it('asks OBS which way to turn what was not observed: other scenes, groups, inputs', async () => {
    rig.ports.obs.show({ inputs: null, sources: null });
    for (const name of ['Microphone', 'Ending/Camera', '/Name tag']) rig.ports.obs.elsewhere.set(name, true);
    const { obs } = rig.createClient();
    const id = 'obs:main';
    expect(await obs.setMuted({ id, input: 'Microphone' })).toEqual({ muted: false });
    expect(await obs.setSourceVisible({ id, scene: 'Ending', source: 'Camera' })).toEqual({ visible: false });
    expect(await obs.setSourceVisible({ id, source: 'Name tag' })).toEqual({ visible: false });
  });

  it('answers with what OBS says when OBS has no such input or source', async () => {
    const { obs } = rig.createClient();
    rig.ports.obs.elsewhere.set('Violin', true);
    const refusal = {
      code: expect.stringMatching(/^obs\.(?:input|source)-not-found$/),
      message: expect.stringContaining('Violin'),
    };
    await expect(obs.setMuted({ id: 'obs:main', input: 'Cello' })).rejects.toMatchObject(refusal);
    await expect(obs.setSourceVisible({ id: 'obs:main', source: 'Cello' })).rejects.toMatchObject(refusal);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['a caption without text', () => rig.createClient().obs.sendCaption({ id: 'obs:main', text: '  ' })],
    [
      'a volume above what OBS takes',
      () => rig.createClient().obs.setVolume({ id: 'obs:main', input: 'Microphone', volumeDb: 27 }),
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
    const { error } = await safe(rig.createClient().obs.saveReplay({ id: 'obs:main' }));
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
