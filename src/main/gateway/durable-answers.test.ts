import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGatewayRig, type ContractClient, type GatewayRig } from './testing/contract-suite.ts';

describe('answers to changes', () => {
  let rig: GatewayRig;
  beforeEach(() => {
    rig = createGatewayRig();
  });
  afterEach(() => rig.gateway.close());

  it.each<[string, (client: ContractClient) => Promise<unknown>, number]>([
    ['component.restart', ({ addresses }) => addresses['component.restart']({ id: 'obs:main' }), 1],
    [
      'settings.patch',
      ({ addresses }) => addresses['settings.patch']({ path: 'chat-presence.obs', values: { port: 4460 } }),
      1,
    ],
    [
      'twitch.settle-redemption',
      ({ addresses }) =>
        addresses['twitch.settle-redemption']({ id: 'r-1', rewardId: 'w-1', outcome: 'fulfil' }),
      1,
    ],
    ['obs.save-replay', ({ operations }) => operations.do['obs.save-replay']({ id: 'obs:main' }), 1],
    ['settings.preview', ({ settings }) => settings.preview({ path: 'chat-presence.obs', values: {} }), 0],
    ['events.query', ({ events }) => events.query({}), 0],
    ['system.watch', ({ system }) => system.watch({}), 0],
  ])('wait for the disk once, and other answers do not: %s', async (_name, call, waits) => {
    await call(rig.createClient());
    expect(rig.ports.history.waits).toBe(waits);
  });

  it('report success and the reason why the record is not on disk', async () => {
    rig.ports.history.storageProblem =
      'The change took effect, but its record could not be saved: the disk is full.';
    const client = rig.createClient();
    const outcome = await client.addresses['component.restart']({ id: 'obs:main' });
    expect(outcome.result).toBe('settled');
    expect(outcome.message).toMatch(
      /The change took effect, but its record could not be saved: the disk is full\.$/,
    );
    await expect(
      client.addresses['settings.put-secret']({ name: 'obs-password', value: 'hunter2' }),
    ).resolves.toEqual({
      name: 'obs-password',
      state: 'set',
    });
  });
});
