import { describe, expect, it } from 'vitest';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { createSocketTransport, forLink, type SocketSurroundings } from './socket-transport.ts';

class FakeSocket extends EventTarget {
  readonly url: string;
  readonly sent: unknown[] = [];
  readyState = 1;
  constructor(url: string) {
    super();
    this.url = url;
  }
  send(data: unknown): void {
    this.sent.push(data);
  }
  close(): void {
    this.dispatchEvent(new Event('close'));
  }
  say(text: string): void {
    this.dispatchEvent(new MessageEvent('message', { data: text }));
  }
}

const setUp = (options: { token?: string; session?: string; answer?: (path: string) => Response }) => {
  const clock = createFakeClock();
  const sockets: FakeSocket[] = [];
  const requests: { url: string; init: RequestInit }[] = [];
  let token = options.token ?? null;
  let session = options.session ?? null;
  const answer =
    options.answer ??
    ((path) => Response.json(path === '/session' ? { session: 'the-session' } : { ticket: 'the-ticket' }));
  const surroundings: SocketSurroundings = {
    origin: 'http://127.0.0.1:4321',
    clock,
    fetch: (url, init) => {
      requests.push({ url, init });
      return Promise.resolve(answer(new URL(url).pathname));
    },
    openSocket: (url) => {
      const socket = new FakeSocket(url);
      sockets.push(socket);
      queueMicrotask(() => socket.dispatchEvent(new Event('open')));
      // The transport uses only what the fake has.
      return socket as unknown as WebSocket;
    },
    takeToken: () => {
      const taken = token;
      token = null;
      return taken;
    },
    session: { read: () => session, write: (value) => (session = value), clear: () => (session = null) },
  };
  const connecting = createSocketTransport(surroundings).connect(new AbortController().signal);
  return { clock, connecting, requests, sockets, session: () => session };
};

describe('socket transport', () => {
  it('exchanges the token for a session, the session for a ticket, and greets with the ticket', async () => {
    const { clock, connecting, requests, sockets, session } = setUp({ token: 'the-token' });
    await clock.settle();
    expect(requests.map(({ url }) => url)).toEqual([
      'http://127.0.0.1:4321/session',
      'http://127.0.0.1:4321/session/ticket',
    ]);
    expect(requests[0]?.init.body).toBe('{"token":"the-token"}');
    expect(new Headers(requests[1]?.init.headers).get('authorization')).toBe('Bearer the-session');
    expect(session()).toBe('the-session');
    expect(sockets[0]?.url).toBe('ws://127.0.0.1:4321/socket');
    expect(sockets[0]?.sent).toEqual(['{"ticket":"the-ticket"}']);
    sockets[0]?.say('{"ready":true}');
    expect(await connecting).toMatchObject({ ok: true });
  });

  it('asks for a link when there is neither token nor session', async () => {
    const { connecting, requests } = setUp({});
    expect(await connecting).toMatchObject({ ok: false, error: { kind: 'needs-link' } });
    expect(requests).toHaveLength(0);
  });

  it('forgets a session that the host no longer knows', async () => {
    const { connecting, session } = setUp({
      session: 'old',
      answer: () => new Response(null, { status: 401 }),
    });
    expect(await connecting).toMatchObject({ ok: false, error: { kind: 'needs-link' } });
    expect(session()).toBeNull();
  });

  it('keeps the session when the host is merely away', async () => {
    const { connecting, session } = setUp({
      session: 'old',
      answer: () => new Response(null, { status: 503 }),
    });
    expect(await connecting).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
    expect(session()).toBe('old');
  });

  it.each([['not json'], ['{"ready":false}'], ['null']])('gives up on the greeting %s', async (greeting) => {
    const { clock, connecting, sockets } = setUp({ session: 'good' });
    await clock.settle();
    sockets[0]?.say(greeting);
    expect(await connecting).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
    expect(clock.pending).toBe(0);
  });

  it('gives up on a socket that does not become ready in 10 s', async () => {
    const { clock, connecting } = setUp({ session: 'good' });
    await clock.settle();
    await clock.advance(10_000);
    expect(await connecting).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
  });

  it('reports the closed socket', async () => {
    const { clock, connecting, sockets } = setUp({ session: 'good' });
    await clock.settle();
    sockets[0]?.say('{"ready":true}');
    const result = await connecting;
    sockets[0]?.close();
    expect(result.ok && (await result.value.closed)).toBe('Cuelight closed the connection.');
  });
});

it('drops messages after the connection ended', () => {
  const socket = new FakeSocket('ws://127.0.0.1:4321/socket');
  const link = forLink(socket as unknown as WebSocket);
  link.send('while it is open');
  socket.readyState = 3;
  link.send('too late');
  expect(socket.sent).toEqual(['while it is open']);
  expect(link.readyState).toBe(1);
});
