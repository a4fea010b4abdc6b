import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLoopbackRig, windowToken, type LoopbackRig } from './testing/loopback-rig.ts';

describe('the token of the printed link', () => {
  let rig: LoopbackRig;
  beforeEach(async () => {
    rig = await createLoopbackRig();
  });
  afterEach(() => rig.close());

  const openSession = async (): Promise<string> => {
    const answer = await rig.post('/session', { token: windowToken });
    expect(answer.status).toBe(200);
    const { session } = JSON.parse(answer.body) as { session: string };
    return session;
  };

  it('opens a session for every tab, however long ago it was printed, as the window says', async () => {
    const first = await openSession();
    await rig.clock.advance(27 * 60_000);
    const second = await openSession();
    expect(second).not.toBe(first);
    for (const session of [first, second]) {
      const answer = await rig.post('/session/ticket', {}, [`Authorization: Bearer ${session}`]);
      expect(answer.status).toBe(200);
    }
  });
});
