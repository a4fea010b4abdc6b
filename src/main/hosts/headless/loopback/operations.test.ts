import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLoopbackRig, ownerToken, type LoopbackRig } from './testing/loopback-rig.ts';

describe('an operation over HTTP', () => {
  let rig: LoopbackRig;
  beforeEach(async () => {
    rig = await createLoopbackRig();
  });
  afterEach(() => rig.close());

  const post = async (target: string, body?: object, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await fetch(`${rig.origin}${target}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${ownerToken}`,
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const read: unknown = await answer.json();
    return { status: answer.status, answer: read };
  };

  it('has its own address, which returns the bare result, and an address by its id', async () => {
    expect(await post('/api/obs/obs%3Amain/scene', { scene: 'Starting soon' })).toEqual({
      status: 200,
      answer: { scene: 'Starting soon' },
    });
    expect(await post('/api/operations/obs.switch-scene', { id: 'obs:main', scene: 'Main' })).toEqual({
      status: 200,
      answer: {
        result: { scene: 'Main' },
        message: null,
        undo: { operation: 'obs.switch-scene', input: { id: 'obs:main', scene: 'Starting soon' } },
      },
    });
  });

  it('needs no body when its address contains the input', async () => {
    expect(await post('/api/obs/obs%3Amain/replay/save')).toEqual({
      status: 200,
      answer: { path: '/replays/1.mkv' },
    });
    expect(rig.ports.obs.replays).toBe(1);
  });

  it('runs once for one Idempotency-Key', async () => {
    const save = (key: string) => post('/api/obs/obs%3Amain/replay/save', {}, { 'idempotency-key': key });
    const first = await save('7f3a');
    expect(await save('7f3a')).toEqual(first);
    expect(rig.ports.obs.replays).toBe(1);
    await save('7f3b');
    expect(rig.ports.obs.replays).toBe(2);
    const other = await post('/api/obs/obs%3Aleft/replay/save', {}, { 'idempotency-key': '7f3a' });
    expect(other).toMatchObject({ status: 409, answer: { data: { fault: 'operation.key-reused' } } });
  });

  it('refuses invalid input with a sentence', async () => {
    const refused = await post('/api/operations/obs.set-volume', {
      id: 'obs:main',
      input: 'Mic',
      volumeDb: 99,
    });
    expect(refused).toMatchObject({ status: 400, answer: { code: 'BAD_REQUEST' } });
  });
});
