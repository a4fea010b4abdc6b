import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createFakeClock, type FakeClock } from '#shared/kernel/testing/fake-clock.ts';
import { createTwitchHttp, faultOfNetworkError, refusedUpgrade } from './index.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

const serve = async (
  answer: RequestListener,
): Promise<{ url: string; clock: FakeClock; asked: Promise<void> }> => {
  const asked = Promise.withResolvers<void>();
  const running = createServer((request, response) => {
    asked.resolve();
    answer(request, response);
  });
  server = running;
  await new Promise<void>((resolve) => running.listen(0, '127.0.0.1', resolve));
  const address = running.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/`, clock: createFakeClock(), asked: asked.promise };
};

describe('a call to Twitch', () => {
  it('is cancelled after 10 s without an answer, and leaves no timer', async () => {
    const { url, clock, asked } = await serve(() => undefined);
    const calling = createTwitchHttp(clock).call({ method: 'GET', url });
    await asked;
    await clock.advance(10_000);
    const answer = await calling;
    expect(answer).toMatchObject({ ok: false, error: { code: 'twitch.unreachable', kind: 'transient' } });
    expect(!answer.ok && answer.error.message).toContain('didn’t answer within 10 s');
    expect(clock.pending).toBe(0);
  });

  it('ends with the connection that made it', async () => {
    const { url, clock, asked } = await serve(() => undefined);
    const controller = new AbortController();
    const calling = createTwitchHttp(clock).call({ method: 'GET', url, signal: controller.signal });
    await asked;
    controller.abort(new Error('stopped'));
    expect(await calling).toMatchObject({ ok: false, error: { code: 'twitch.given-up' } });
    expect(clock.pending).toBe(0);
  });

  it.each([
    ['a web page', 200, '<!doctype html><p>Welcome', { ok: false, error: { code: 'twitch.unreachable' } }],
    ['a redirect', 302, '', { ok: false, error: { code: 'twitch.unreachable' } }],
    ['half of a JSON text', 200, '{"data":', { ok: false, error: { code: 'twitch.unreachable' } }],
    [
      'an error in HTML',
      503,
      '<h1>503</h1>',
      { ok: true, value: { status: 503, body: undefined, message: '' } },
    ],
    ['a JSON error', 400, '{"message":"no"}', { ok: true, value: { status: 400, message: 'no' } }],
    ['nothing', 204, '', { ok: true, value: { status: 204, body: undefined } }],
  ])('answered with %s', async (_what, status, body, expected) => {
    const { url, clock } = await serve((_request, response) => {
      response.writeHead(status, status === 302 ? { location: 'http://127.0.0.1:1/' } : {}).end(body);
    });
    expect(await createTwitchHttp(clock).call({ method: 'GET', url })).toMatchObject(expected);
  });

  it.each([
    ['ENOTFOUND', 'can’t be found'],
    ['ECONNREFUSED', 'is refusing connections'],
    ['CERT_HAS_EXPIRED', 'isn’t trusted (CERT_HAS_EXPIRED)'],
    ['ECONNRESET', 'was lost (ECONNRESET)'],
  ])('explains %s, however deep it is wrapped', (code, words) => {
    const inner = Object.assign(new Error('low'), { code });
    const fault = faultOfNetworkError(
      new TypeError('fetch failed', { cause: new AggregateError([inner]) }),
      'id.twitch.tv',
    );
    expect(fault.message).toContain(words);
    expect(fault.kind).toBe('transient');
    expect(fault.retryAfterMs).toBe(code.startsWith('CERT') ? 60_000 : undefined);
  });

  it('distinguishes a network in between from a server that refuses', () => {
    expect(refusedUpgrade(200, 'twitch.tv').message).toContain('sign-in page');
    expect(refusedUpgrade(503, 'twitch.tv').message).toContain('HTTP 503');
  });
});
