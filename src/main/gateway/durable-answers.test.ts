import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createChangeDetector } from './durable-answers.ts';
import { createGatewayRig, type GatewayRig } from './testing/contract-suite.ts';

describe('an answer to what changes something', () => {
  let rig: GatewayRig;
  beforeEach(() => {
    rig = createGatewayRig();
  });
  afterEach(() => rig.gateway.close());

  it.each([
    ['addresses', 'component.restart', true],
    ['addresses', 'settings.patch', true],
    ['addresses', 'twitch.settle-redemption', true],
    ['settings', 'preview', false],
    ['events', 'query', false],
    ['system', 'watch', false],
  ])('waits for the disk, others do not: %s.%s', (room, procedure, waits) => {
    expect(createChangeDetector()([room, procedure])).toBe(waits);
  });

  it('says of a command that it was carried out and why it is not on disk, and refuses nothing', async () => {
    rig.ports.history.notKept = 'What happened by it is not on disk: the disk is full.';
    const client = rig.createClient();
    const outcome = await client.addresses['component.restart']({ id: 'obs:main' });
    expect(outcome.result).toBe('settled');
    expect(outcome.message).toMatch(/What happened by it is not on disk: the disk is full\.$/);
    await expect(
      client.addresses['settings.put-secret']({ name: 'obs-password', value: 'hunter2' }),
    ).resolves.toEqual({
      name: 'obs-password',
      state: 'set',
    });
  });
});
