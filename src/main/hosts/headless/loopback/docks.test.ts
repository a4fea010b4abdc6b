import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLoopbackRig, nextMessage, type LoopbackRig } from './testing/loopback-rig.ts';

describe('a dock', () => {
  let rig: LoopbackRig;
  let dock: { id: string; token: string };

  beforeEach(async () => {
    rig = await createLoopbackRig();
    const made = await rig.docks.create('Beside the chat');
    if (!made.ok) throw made.error;
    dock = { id: made.value.dock.id, token: made.value.token };
  });
  afterEach(() => rig.close());

  const openSession = async (): Promise<string> => {
    const answer = await rig.post('/session', { token: dock.token });
    const session: unknown = JSON.parse(answer.body);
    expect(session).toMatchObject({ audience: 'dock' });
    return typeof session === 'object' && session !== null && 'session' in session
      ? String(session.session)
      : '';
  };
  const statusOf = async (method: string, target: string, session: string): Promise<number> =>
    (
      await rig.send({
        method,
        target,
        headers: [
          `Authorization: Bearer ${session}`,
          `Origin: ${rig.origin}`,
          'Content-Type: application/json',
          'Content-Length: 2',
        ],
        body: '{}',
      })
    ).status;

  it('can read but not change anything, create docks, or read settings', async () => {
    const session = await openSession();
    expect(await statusOf('GET', '/api/health', session)).toBe(200);
    expect(await statusOf('POST', '/api/components/obs:main/restart', session)).toBe(404);
    expect(await statusOf('GET', '/api/docks', session)).toBe(404);
    expect(await statusOf('POST', '/api/mode', session)).toBe(404);
    expect(await statusOf('GET', '/api/settings', session)).toBe(404);
  });

  it('cannot use its token for the API', async () => {
    expect(await statusOf('GET', '/api/health', dock.token)).toBe(403);
  });

  it('is counted while connected, and disconnected when it is revoked', async () => {
    const session = await openSession();
    const answer = await rig.post('/session/ticket', {}, [`Authorization: Bearer ${session}`]);
    const { ticket } = JSON.parse(answer.body) as { ticket: string };
    const socket = await rig.open();
    socket.send(JSON.stringify({ ticket }));
    expect(await nextMessage(socket)).toBe('{"ready":true}');
    expect(rig.docks.list()[0]).toMatchObject({ connected: 1, seenAt: rig.clock.now() });

    const closed = once(socket, 'close');
    await rig.docks.revoke(dock.id);
    expect((await closed)[0]).toBe(1008);
    expect(await statusOf('GET', '/api/health', session)).toBe(403);
    expect((await rig.post('/session', { token: dock.token })).status).toBe(403);
  });
});
