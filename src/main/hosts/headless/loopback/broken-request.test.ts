import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { classifyBrokenRequest } from './broken-request.ts';
import { createLoopbackRig, exchange, type LoopbackRig } from './testing/loopback-rig.ts';

const open = { bytesRead: 10, writable: true, isAnswering: false };

describe('a connection without a whole request', () => {
  it.each([
    ['that never carried a byte', 'ERR_HTTP_REQUEST_TIMEOUT', { bytesRead: 0 }],
    ['whose other side reset it', 'ECONNRESET', {}],
    ['whose other side is gone', 'EPIPE', {}],
    ['that can no longer be written', 'HPE_INVALID_METHOD', { writable: false }],
    ['that carries another answer', 'HPE_INVALID_METHOD', { isAnswering: true }],
  ])('%s is closed without an answer', (_, code, changes) => {
    expect(classifyBrokenRequest(code, { ...open, ...changes })).toEqual({ end: 'silent' });
  });

  it.each([
    ['a head that takes too long', 'ERR_HTTP_REQUEST_TIMEOUT', 408],
    ['headers that are too large', 'HPE_HEADER_OVERFLOW', 431],
    ['chunk extensions that are too large', 'HPE_CHUNK_EXTENSIONS_OVERFLOW', 413],
    ['bytes that are no HTTP', 'HPE_INVALID_METHOD', 400],
    ['an error without a code', undefined, 400],
  ])('answers %s (%s) with %i', (_, code, status) => {
    expect(classifyBrokenRequest(code, open)).toMatchObject({
      end: 'answer',
      status: expect.stringMatching(`^${status} `),
    });
  });
});

describe('the loopback server', () => {
  let rig: LoopbackRig;
  beforeEach(async () => {
    rig = await createLoopbackRig({ headersTimeoutMs: 200, requestTimeoutMs: 400 });
  });
  afterEach(() => rig.close());
  const refusals = (): unknown[] => rig.logger.lines().map(({ fields }) => fields?.['reason']);

  it('silently closes a connection that a browser opened in advance and never used', async () => {
    const socket = connect({ port: rig.port, host: '127.0.0.1' });
    let received = '';
    socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')));
    await once(socket, 'close');
    expect(received).toBe('');
    expect(refusals()).toEqual([]);
  });

  it('answers an incomplete head with 408, and closes', async () => {
    expect((await exchange(rig.port, 'GET / HTTP/1.1\r\nHost: x')).status).toBe(408);
    expect(refusals()).toEqual(['slow request']);
  });

  it('answers an incomplete second head on a kept connection with 408', async () => {
    const first = `GET /assets/window-a1b2.js HTTP/1.1\r\nHost: 127.0.0.1:${rig.port}\r\n\r\n`;
    const answer = await exchange(rig.port, `${first}GET / HTTP/1.1\r\nHost: x`);
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('HTTP/1.1 408 Request Timeout');
  });

  it('answers headers that are too large with 431', async () => {
    const answer = await exchange(rig.port, `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(9_000)}\r\n\r\n`);
    expect(answer.status).toBe(431);
    expect(refusals()).toEqual(['large headers']);
  });

  it('answers bytes that are not HTTP with 400', async () => {
    expect((await exchange(rig.port, 'no HTTP at all\r\n\r\n')).status).toBe(400);
    expect(refusals()).toEqual(['not HTTP']);
  });
});
