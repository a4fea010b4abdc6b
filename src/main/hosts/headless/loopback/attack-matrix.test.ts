import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { whileTimePasses, type ContractClient } from '#main/gateway/testing/contract-suite.ts';
import {
  createLoopbackRig,
  exchange,
  nextMessage,
  ownerToken,
  windowToken,
  wrongToken,
  type LoopbackRig,
  type RawRequest,
} from './testing/loopback-rig.ts';

const bearer = (token: string): string => `Authorization: Bearer ${token}`;
const upgrade = [
  'Upgrade: websocket',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version: 13',
];

/** Requests that must be refused; `{PORT}` and `{SESSION}` are replaced. */
const refused: readonly (readonly [string, RawRequest])[] = [
  ...[
    'evil.test:{PORT}',
    '127.0.0.1.evil.test:{PORT}',
    'localhost:{PORT}',
    'LOCALHOST:{PORT}',
    '0.0.0.0:{PORT}',
    '127.1:{PORT}',
    '2130706433:{PORT}',
    '[::1]:{PORT}',
    '[::ffff:127.0.0.1]:{PORT}',
    '127.0.0.1',
    '127.0.0.1:1',
    '',
  ].map(
    (host) =>
      [`host "${host}"`, { target: '/api/health', hosts: [host], headers: [bearer(ownerToken)] }] as const,
  ),
  ['no host', { target: '/api/health', hosts: [], headers: [bearer(ownerToken)] }],
  [
    'two hosts',
    { target: '/api/health', hosts: ['127.0.0.1:{PORT}', 'evil.test'], headers: [bearer(ownerToken)] },
  ],
  [
    'two equal hosts',
    { target: '/api/health', hosts: ['127.0.0.1:{PORT}', '127.0.0.1:{PORT}'], headers: [bearer(ownerToken)] },
  ],
  ['a foreign host for a file', { hosts: ['evil.test:{PORT}'] }],
  ...[
    'null',
    'https://evil.test',
    'http://127.0.0.1:1',
    'http://localhost:{PORT}',
    'file://',
    'app://x',
    '///',
    '',
  ].map(
    (origin) =>
      [
        `origin "${origin}" with the owner's token`,
        { target: '/api/health', headers: [`Origin: ${origin}`, bearer(ownerToken)] },
      ] as const,
  ),
  ...['none at all', 'null', 'https://evil.test', 'http://127.0.0.1:1'].map(
    (origin) =>
      [
        `a session that changes something, origin ${origin}`,
        {
          method: 'POST',
          target: '/api/components/discord/stop',
          headers: [...(origin === 'none at all' ? [] : [`Origin: ${origin}`]), bearer('{SESSION}')],
        },
      ] as const,
  ),
  ...(
    [
      'none at all',
      'null',
      'https://evil.test',
      'http://127.0.0.1:1',
      'http://localhost:{PORT}',
      'file://',
    ] as const
  ).map(
    (origin) =>
      [
        `a socket, origin ${origin}`,
        {
          target: '/socket',
          headers: [
            ...upgrade,
            'Connection: Upgrade',
            ...(origin === 'none at all' ? [] : [`Origin: ${origin}`]),
          ],
        },
      ] as const,
  ),
  ...['/', '/api/health', '/session', '/socket/', '/socket?ticket=x', '/index.html'].map(
    (target) =>
      [
        `an upgrade at ${target}`,
        {
          target,
          headers: [...upgrade, 'Connection: Upgrade', 'Origin: http://127.0.0.1:{PORT}', bearer(ownerToken)],
        },
      ] as const,
  ),
  ['an upgrade to HTTP/2', { headers: ['Upgrade: h2c', 'Connection: Upgrade', 'HTTP2-Settings: x'] }],
  ['no token', { target: '/api/health' }],
  ['no token for the document', { target: '/api/openapi.json' }],
  ['no token, path unknown', { target: '/api/nothing' }],
  ['a token cut short', { target: '/api/health', headers: [bearer(ownerToken.slice(1))] }],
  ['a token of 7 KB', { target: '/api/health', headers: [bearer('x'.repeat(7_000))] }],
  ['a token of 1 MB', { target: '/api/health', headers: [bearer('x'.repeat(1_048_576))] }],
  ['the token in the query', { target: `/api/health?token=${ownerToken}` }],
  [
    'the token in a cookie',
    { target: '/api/health', headers: [`Cookie: token=${ownerToken}; session={SESSION}`] },
  ],
  ['the window token at the API', { target: '/api/health', headers: [bearer(windowToken)] }],
  ['the token in another scheme', { target: '/api/health', headers: [`Authorization: Basic ${ownerToken}`] }],
  ['GET for the session', { target: '/session', headers: ['Origin: http://127.0.0.1:{PORT}'] }],
  [
    'GET for a ticket',
    { target: '/session/ticket', headers: [bearer('{SESSION}'), 'Origin: http://127.0.0.1:{PORT}'] },
  ],
  ...['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''].map(
    (type) =>
      [
        `a command as "${type}"`,
        {
          method: 'POST',
          target: '/api/components/discord/stop',
          headers: [bearer(ownerToken), ...(type ? [`Content-Type: ${type}`] : []), 'Content-Length: 2'],
          body: '{}',
        },
      ] as const,
  ),
  ...['OPTIONS', 'TRACE', 'CONNECT', 'PROPFIND', 'FOO'].map(
    (method) =>
      [`the method ${method}`, { method, target: '/api/health', headers: [bearer(ownerToken)] }] as const,
  ),
  ...[
    '/..%2fpackage.json',
    '/../package.json',
    '/%2e%2e/package.json',
    '/%252e%252e%252fpackage.json',
    '/..%5cpackage.json',
    '/assets/..%00/window-a1b2.js',
    '/index.html%00.js',
    '/%c0%ae%c0%ae/index.html',
    '//evil.test/index.html',
    'http://evil.test/',
    'http://127.0.0.1:{PORT}/',
    '*',
    `/${'a'.repeat(6_000)}`,
    `/${'a'.repeat(65_536)}`,
    '/unknown.js',
    '/api-token',
    '/settings.json',
  ].map((target) => [`the path ${target.slice(0, 40)}`, { target }] as const),
  ['a page on another port', { headers: ['Sec-Fetch-Site: same-site'] }],
  ['a foreign page', { headers: ['Sec-Fetch-Site: cross-site'] }],
  ['HTTP/1.0', { version: 'HTTP/1.0' }],
  ['HTTP/9', { version: 'HTTP/9.9' }],
  [
    'two lengths',
    { method: 'POST', target: '/session', headers: ['Content-Length: 2', 'Content-Length: 3'], body: '{}' },
  ],
  [
    'a length and chunks',
    {
      method: 'POST',
      target: '/session',
      headers: ['Content-Length: 4', 'Transfer-Encoding: chunked', 'Content-Type: application/json'],
      body: '0\r\n\r\nGET /api/health HTTP/1.1\r\n\r\n',
    },
  ],
  [
    'chunks alone',
    {
      method: 'POST',
      target: '/session',
      headers: [
        'Transfer-Encoding: chunked',
        'Content-Type: application/json',
        'Origin: http://127.0.0.1:{PORT}',
      ],
      body: '0\r\n\r\n',
    },
  ],
  [
    'a body of 1 MB',
    {
      method: 'POST',
      target: '/session',
      headers: ['Content-Length: 1048576', 'Content-Type: application/json'],
    },
  ],
  ['a header of 1 MB', { headers: [`X-Filler: ${'x'.repeat(1_048_576)}`] }],
  ['a line that is no HTTP', { method: '\u0016\u0003\u0001' }],
];

describe('the attack matrix', () => {
  let rig: LoopbackRig;
  let session: string;

  beforeAll(async () => {
    rig = await createLoopbackRig();
    session = await rig.session();
  });
  afterAll(() => rig.close());

  const filled = (text: string): string =>
    text.replaceAll('{PORT}', String(rig.port)).replaceAll('{SESSION}', session);

  it('has its full size', () => {
    expect(refused.length).toBeGreaterThanOrEqual(60);
  });

  it.each(refused)('refuses %s', async (_what, request) => {
    const answer = await rig.send({
      ...request,
      ...(request.target === undefined ? {} : { target: filled(request.target) }),
      ...(request.hosts === undefined ? {} : { hosts: request.hosts.map(filled) }),
      headers: (request.headers ?? []).map(filled),
    });
    expect([0, 400, 403, 431]).toContain(answer.status);
    expect(answer.body).toBe('');
    expect(answer.headers.get('set-cookie')).toBeUndefined();
    expect(answer.headers.get('access-control-allow-origin')).toBeUndefined();
    expect(rig.ports.system.commands).toEqual([]);
  });

  it('answers unknown and forbidden requests alike, except for the date', async () => {
    const withoutDate = async (target: string) => {
      const { status, headers, body } = await rig.send({ target });
      return { status, body, headers: [...headers].filter(([name]) => name !== 'date') };
    };
    const forbidden = await withoutDate('/api/health');
    expect(await withoutDate('/api/nothing')).toEqual(forbidden);
    expect(await withoutDate('/nothing')).toEqual(forbidden);
    expect(await withoutDate('/session')).toEqual(forbidden);
  });

  it('logs no part of a request', () => {
    const log = JSON.stringify(rig.logger.lines());
    for (const secret of [ownerToken, windowToken, wrongToken, session]) expect(log).not.toContain(secret);
    expect(log).toContain('A request was refused');
  });
});

describe('the own page and scripts', () => {
  let rig: LoopbackRig;

  beforeEach(async () => {
    rig = await createLoopbackRig();
  });
  afterEach(() => rig.close());

  const enter = async (): Promise<WebSocket> => {
    const socket = await rig.open();
    socket.send(JSON.stringify({ ticket: await rig.ticket() }));
    expect(await nextMessage(socket)).toBe('{"ready":true}');
    // The link expects a browser's socket; the socket of `ws` has everything that it uses.
    return socket as unknown as WebSocket;
  };

  it('get the page with a new nonce each time, equal in header and page', async () => {
    const pages = [await rig.send(), await rig.send()];
    const nonces = pages.map(({ headers, body }) => {
      const nonce = /'nonce-([^']+)'/.exec(headers.get('content-security-policy') ?? '')?.[1] ?? '';
      expect(body).toContain(`content="${nonce}"`);
      return nonce;
    });
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  it('get the files of the window, with immutable files cached forever', async () => {
    const script = await rig.send({
      target: '/assets/window-a1b2.js',
      headers: ['Sec-Fetch-Site: same-origin'],
    });
    expect(script).toMatchObject({ status: 200, body: 'export {};' });
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect((await rig.send({ method: 'HEAD' })).body).toBe('');
  });

  it('use the contract over the socket, including streams', async () => {
    const client: ContractClient = createORPCClient(new RPCLink({ websocket: await enter() }));
    const frames = await client.system.watch({});
    const first = await whileTimePasses(rig.clock, frames.next());
    expect(first.value).toMatchObject({ kind: 'snapshot' });
    await client.addresses['component.stop']({ id: 'discord' });
    const second = await whileTimePasses(rig.clock, frames.next());
    expect(second.value).toMatchObject({ kind: 'changes', changed: [{ id: 'discord', state: 'stopped' }] });
  });

  it('call the API with the token from a script, and with the session from a page', async () => {
    const script = await rig.send({
      method: 'POST',
      target: '/api/components/discord/stop',
      headers: [bearer(ownerToken)],
    });
    expect(script.status).toBe(200);
    const session = await rig.session();
    const page = await rig.post('/api/chat/send', { platform: 'twitch', text: 'Hello' }, [bearer(session)]);
    expect(page.status).toBe(200);
    expect(rig.ports.chat.sent).toEqual([{ platform: 'twitch', text: 'Hello', cause: 'browser' }]);
    expect((await rig.send({ target: '/api/openapi.json', headers: [bearer(ownerToken)] })).body).toContain(
      '/components/{id}',
    );
    expect((await rig.send({ target: '/api/nothing', headers: [bearer(ownerToken)] })).status).toBe(404);
  });

  it('are refused for a minute after ten wrong tokens, and then served again', async () => {
    for (let guess = 0; guess < 10; guess += 1)
      await rig.send({ target: '/api/health', headers: [bearer(wrongToken)] });
    expect((await rig.send({ target: '/api/health', headers: [bearer(ownerToken)] })).status).toBe(0);
    expect(rig.events.map(({ topic }) => topic.name)).toEqual(['loopback.locked']);
    await rig.clock.advance(60_000);
    expect((await rig.send({ target: '/api/health', headers: [bearer(ownerToken)] })).status).toBe(200);
  });

  it('are not locked out by requests of a foreign page', async () => {
    for (let guess = 0; guess < 20; guess += 1)
      await rig.send({ target: '/api/health', headers: ['Origin: https://evil.test', bearer(wrongToken)] });
    expect((await rig.send({ target: '/api/health', headers: [bearer(ownerToken)] })).status).toBe(200);
  });

  it('can open 16 sockets; a page that opens 200 is reported once and harms no other (F44)', async () => {
    const sockets = await Promise.allSettled(Array.from({ length: 200 }, () => rig.open()));
    expect(sockets.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(16);
    expect(rig.events.map(({ topic }) => topic.name)).toEqual(['loopback.sockets-exhausted']);
  });

  it.each([
    ['a call before the ticket', () => '{"i":"1","p":{"u":"/system/version"}}'],
    ['no JSON', () => 'hello'],
    ['a wrong ticket', () => JSON.stringify({ ticket: wrongToken })],
    ['a ticket with something beside it', () => JSON.stringify({ ticket: wrongToken, audience: 'owner' })],
    ['a binary frame', () => Buffer.from('{}')],
    ['an empty message', () => ''],
  ])('lose the socket for %s', async (_what, message) => {
    const socket = await rig.open();
    socket.send(message());
    expect(await nextMessage(socket)).toBe(1008);
  });

  it.each([
    ['no JSON', '{'],
    ['an unknown kind of message', '{"i":"1","t":9,"p":{}}'],
    ['a stream towards us', '{"i":"1","t":3,"p":{"e":"message","d":1}}'],
    ['a file', '{"i":"1","p":{"u":"/system/version","h":{"content-disposition":"attachment"}}}'],
    ['a foreign address', '{"i":"1","p":{"u":"http://evil.test/"}}'],
    ['a prototype', '{"i":"1","__proto__":{"p":1},"p":{"u":"/x"},"constructor":{}}'],
    ['nothing in it', 'null'],
  ])('lose the socket for %s after the ticket', async (_what, message) => {
    const socket = await enter();
    const closed = new Promise<number>((resolve) => {
      socket.addEventListener('close', ({ code }) => resolve(code), { once: true });
    });
    socket.send(message);
    expect(await closed).toBe(1008);
  });

  it('get two answers for two requests in one packet, without smuggling', async () => {
    const host = `Host: 127.0.0.1:${rig.port}`;
    const answer = await exchange(
      rig.port,
      `GET /api/health HTTP/1.1\r\n${host}\r\n\r\nGET /api/health HTTP/1.1\r\n${host}\r\n${bearer(ownerToken)}\r\n\r\n`,
    );
    // The first refusal closes the connection, so the second request is never read.
    expect(answer.status).toBe(403);
    expect(answer.body).not.toContain('verdict');
  });

  it('are disconnected when they stop answering pings', async () => {
    const socket = await rig.open({ autoPong: false });
    socket.send(JSON.stringify({ ticket: await rig.ticket() }));
    await nextMessage(socket);
    const closed = once(socket, 'close');
    await rig.clock.advance(60_000);
    expect((await closed)[0]).toBe(1006);
  });
});
