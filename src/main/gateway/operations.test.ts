/** Operations as the contract offers them: by id, by address, and as a list. */
import { createRouterClient } from '@orpc/server';
import { safe } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { operations } from '#shared/catalogue/operations/index.ts';
import { Fault } from '#shared/kernel/index.ts';
import { CallBudget } from './call-context.ts';
import { createGatewayRig, type GatewayRig } from './testing/contract-suite.ts';

const id = 'obs:main';

describe('operations over the contract', () => {
  let rig: GatewayRig;
  beforeEach(() => {
    rig = createGatewayRig();
  });
  afterEach(() => rig.gateway.close());

  const keyed = (idempotencyKey: string) =>
    createRouterClient(rig.gateway.router, {
      context: { audience: 'owner', caller: 'api', budget: new CallBudget(), idempotencyKey },
    });

  it('answer by id with the result, a message, and the call that undoes them', async () => {
    const { operations: door } = rig.createClient();
    expect(await door.do['obs.switch-scene']({ id, scene: 'Starting soon' })).toEqual({
      result: { scene: 'Starting soon' },
      message: null,
      undo: { operation: 'obs.switch-scene', input: { id, scene: 'Main' } },
    });
    expect(await door.do['obs.save-replay']({ id })).toEqual({
      result: { path: '/replays/1.mkv' },
      message: 'Saved to /replays/1.mkv',
      undo: null,
    });
  });

  it('are undone by the call in their answer', async () => {
    const { operations: door, obs } = rig.createClient();
    const { undo } = await door.do['obs.switch-scene']({ id, scene: 'Starting soon' });
    expect(undo?.operation).toBe('obs.switch-scene');
    await door.do['obs.switch-scene']({ id, scene: String(undo?.input['scene']) });
    expect((await obs.state({ id })).currentScene).toBe('Main');
  });

  it('answer at their address with the result alone', async () => {
    const { addresses } = rig.createClient();
    expect(await addresses['obs.switch-scene']({ id, scene: 'Starting soon' })).toEqual({
      scene: 'Starting soon',
    });
    expect(await addresses['obs.save-replay']({ id })).toEqual({ path: '/replays/1.mkv' });
  });

  it('report a record that is not on disk beside their message, and do not refuse', async () => {
    rig.ports.history.storageProblem =
      'The change took effect, but its record could not be saved: the disk is full.';
    const { operations: door } = rig.createClient();
    expect((await door.do['obs.save-replay']({ id })).message).toBe(
      'Saved to /replays/1.mkv. The change took effect, but its record could not be saved: the disk is full.',
    );
    expect((await door.do['obs.set-muted']({ id, input: 'Microphone', muted: true })).message).toBe(
      'The change took effect, but its record could not be saved: the disk is full.',
    );
  });

  it('end each sentence with one full stop, by id and at their address', async () => {
    rig.ports.history.storageProblem = 'It is not on disk.';
    const { operations: door, addresses } = rig.createClient();
    const said = { platform: 'twitch', userId: '42' } as const;
    expect((await door.do['viewer.delete'](said)).message).toMatch(/\w\. It is not on disk\.$/);
    expect((await door.do['obs.save-replay']({ id })).message).toMatch(/\w\. It is not on disk\.$/);
    const restarted = await addresses['component.restart']({ id });
    expect(restarted.message).toMatch(/\w\. It is not on disk\.$/);
  });

  it('are listed with the schema of their input and the reason why they are unavailable', async () => {
    const listed = (await rig.createClient().operations.list()).operations;
    expect(listed.map((each) => each.id).toSorted()).toEqual(operations.map((each) => each.id).toSorted());
    expect(listed.find((each) => each.id === 'obs.set-volume')).toMatchObject({
      title: 'Set the volume of an input',
      risk: 'visible',
      idempotent: true,
      audience: ['owner'],
      obstacle: null,
      input: {
        type: 'object',
        required: ['id', 'input', 'volumeDb'],
        properties: { volumeDb: { minimum: -100, maximum: 26 } },
      },
    });
  });

  it('are recorded with their caller, and without texts', async () => {
    await rig.createClient().addresses['obs.send-caption']({ id, text: 'the password is hunter2' });
    const recorded = rig.ports.system.events.records.filter(({ topic }) => topic.startsWith('operation.'));
    expect(recorded.map(({ topic, data }) => [topic, data['actor'], data['input']])).toEqual([
      ['operation.accepted', 'test', { id }],
      ['operation.done', 'test', { id }],
    ]);
  });

  it('run once when they are sent twice with one key, by id and by address', async () => {
    const client = keyed('k1');
    await client.operations.do['obs.save-replay']({ id });
    expect(await client.addresses['obs.save-replay']({ id })).toEqual({ path: '/replays/1.mkv' });
    expect(rig.ports.obs.replays).toBe(1);
    const reused = await safe(client.addresses['obs.save-replay']({ id: 'obs:other' }));
    expect(reused.error).toMatchObject({ code: 'operation.key-reused', status: 'conflict' });
  });

  it('promise nothing when they run out of time', async () => {
    rig.ports.obs.hold();
    const running = safe(rig.createClient().operations.do['obs.save-replay']({ id }));
    await rig.clock.advance(30_000);
    const { error } = await running;
    expect(error).toMatchObject({
      code: 'operation.timed-out',
      status: 'timed-out',
      message: expect.stringContaining('its outcome is unknown'),
      retryable: false,
    });
  });

  it('do not exist for docks, even on procedures that docks may call', async () => {
    const dock = rig.createClient('dock');
    const answers = await Promise.all([
      safe(dock.operations.do['obs.save-replay']({ id })),
      safe(dock.addresses['obs.save-replay']({ id })),
    ]);
    expect(answers.map(({ error }) => error)).toMatchObject(
      answers.map(() => ({ code: 'operation.not-allowed', status: 'not-found' })),
    );
    expect(rig.ports.obs.replays).toBe(0);
  });

  it('pass on the message and code of a refusal', async () => {
    rig.ports.obs.fault = new Fault('obs.not-connected', 'OBS is not connected. Start OBS.', {
      kind: 'transient',
    });
    const { error } = await safe(rig.createClient().addresses['obs.save-replay']({ id }));
    expect(error).toMatchObject({ code: 'obs.not-connected' });
  });
});
