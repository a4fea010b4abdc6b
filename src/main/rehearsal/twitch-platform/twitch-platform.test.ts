import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createCountingIds, createSeededRandom } from '#shared/kernel/index.ts';
import { createFakeClock, type FakeClock } from '#shared/kernel/testing/fake-clock.ts';
import { createTwitchPlatform, type TwitchPlatformServer } from './index.ts';

let server: TwitchPlatformServer | undefined;
const sockets: WebSocket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await server?.[Symbol.asyncDispose]();
  server = undefined;
});

const open = async (): Promise<{ running: TwitchPlatformServer; clock: FakeClock }> => {
  const clock = createFakeClock();
  const running = await createTwitchPlatform({
    clock,
    random: createSeededRandom(1),
    ids: createCountingIds('platform'),
  });
  server = running;
  return { running, clock };
};

const post = (url: string, form: Record<string, string>): Promise<Response> =>
  fetch(url, { method: 'POST', body: new URLSearchParams(form) });

const connect = (url: string): { frames: unknown[]; closed: Promise<number>; first: Promise<void> } => {
  const socket = new WebSocket(url);
  sockets.push(socket);
  const frames: unknown[] = [];
  const first = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<number>();
  socket.on('message', (data: Buffer) => {
    frames.push(JSON.parse(data.toString()));
    first.resolve();
  });
  socket.on('close', (code) => closed.resolve(code));
  socket.on('error', () => undefined);
  return { frames, closed: closed.promise, first: first.promise };
};

describe('sign-in of the simulated Twitch', () => {
  it('treats the client as public: no secret, and refresh tokens that work once', async () => {
    const { running } = await open();
    const { clientId, authUrl } = running;
    const issued = running.tokens.issue(running.world.account, ['chat:read']);
    const refresh = { client_id: clientId, grant_type: 'refresh_token', refresh_token: issued.refreshToken };
    expect((await post(`${authUrl}/token`, { ...refresh, client_secret: 'x' })).status).toBe(403);
    expect((await post(`${authUrl}/token`, { ...refresh, client_id: 'another' })).status).toBe(400);
    const first = await post(`${authUrl}/token`, refresh);
    expect(await first.json()).toMatchObject({
      expires_in: 14_500,
      token_type: 'bearer',
      scope: ['chat:read'],
    });
    const second = await post(`${authUrl}/token`, refresh);
    expect([second.status, await second.json()]).toEqual([
      400,
      { status: 400, message: 'Invalid refresh token' },
    ]);
  });

  it('keeps a device code for 30 minutes, and answers 400 until somebody enters it', async () => {
    const { running, clock } = await open();
    const { clientId, authUrl } = running;
    const opened = await post(`${authUrl}/device`, { client_id: clientId, scopes: 'chat:read' });
    const device = await opened.json();
    expect(device).toMatchObject({ expires_in: 1_800, interval: 5 });
    const poll = {
      client_id: clientId,
      device_code: running.tokens.grants[0]?.deviceCode ?? '',
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    };
    expect(await (await post(`${authUrl}/token`, poll)).json()).toEqual({
      status: 400,
      message: 'authorization_pending',
    });
    running.activate(running.tokens.grants[0]?.userCode ?? '', true);
    expect((await post(`${authUrl}/token`, poll)).status).toBe(200);
    expect(await (await post(`${authUrl}/token`, poll)).json()).toMatchObject({
      message: 'invalid device code',
    });
    await post(`${authUrl}/device`, { client_id: clientId, scopes: '' });
    await clock.advance(1_800_000);
    const late = { ...poll, device_code: running.tokens.grants[1]?.deviceCode ?? '' };
    expect(await (await post(`${authUrl}/token`, late)).json()).toMatchObject({ message: 'expired_token' });
  });
});

describe('Helix of the simulated Twitch', () => {
  it('requires a token and its client id, and reports its rate limit', async () => {
    const { running } = await open();
    const { accessToken } = running.tokens.issue(running.world.account, []);
    const ask = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${running.apiUrl}/users`, { headers });
    const authorization = `Bearer ${accessToken}`;
    expect((await ask({})).status).toBe(401);
    expect((await ask({ authorization, 'client-id': 'another' })).status).toBe(401);
    const answer = await ask({ authorization, 'client-id': running.clientId });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('ratelimit-limit')).toBe('800');
    expect(Number(answer.headers.get('ratelimit-remaining'))).toBeLessThan(800);
    running.faults.revokeAuthorization();
    expect((await ask({ authorization, 'client-id': running.clientId })).status).toBe(401);
  });
});

describe('EventSub of the simulated Twitch', () => {
  it('closes a client without a subscription after 10 s with 4003, and a client that sends with 4001', async () => {
    const { running, clock } = await open();
    const silent = connect(running.eventsUrl);
    await silent.first;
    expect(silent.frames[0]).toMatchObject({
      metadata: { message_type: 'session_welcome' },
      payload: { session: { status: 'connected', keepalive_timeout_seconds: 10 } },
    });
    const talker = connect(running.eventsUrl);
    await talker.first;
    sockets[1]?.send('hello');
    expect(await talker.closed).toBe(4001);
    await clock.advance(10_000);
    expect(await silent.closed).toBe(4003);
  });

  it('sends keepalives at the requested interval, within 10 to 600 s', async () => {
    const { running } = await open();
    const asked = [1, 30, 9_999].map((seconds) =>
      connect(`${running.eventsUrl}?keepalive_timeout_seconds=${seconds}`),
    );
    await Promise.all(asked.map((each) => each.first));
    expect(asked.map((each) => each.frames[0])).toMatchObject(
      [10, 30, 600].map((seconds) => ({ payload: { session: { keepalive_timeout_seconds: seconds } } })),
    );
  });

  it('refuses an unknown reconnect address with 4007', async () => {
    const { running } = await open();
    expect(await connect(`${running.eventsUrl}?challenge=made-up`).closed).toBe(4007);
  });
});
