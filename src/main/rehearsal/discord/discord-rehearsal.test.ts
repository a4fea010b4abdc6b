import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import {
  viewer,
  within,
  intents,
  allIntents,
  openDiscord,
  call,
  answerSchema,
  readAnswer,
  connect,
} from './testing/discord-wire-client.ts';

describe('REST API of the simulated Discord', () => {
  it.each([
    { what: 'a wrong token', method: 'GET', path: '/users/@me', token: 'wrong', status: 401, code: 0 },
    { what: 'an unknown path', method: 'GET', path: '/teapots', status: 404, code: 0 },
    { what: 'a property for a path', method: 'GET', path: '/constructor', status: 404, code: 0 },
    { what: 'a wrong method', method: 'DELETE', path: '/users/@me', status: 405, code: 0 },
    { what: 'an unknown channel', method: 'GET', path: '/channels/1', status: 404, code: 10_003 },
    { what: 'an unknown guild', method: 'GET', path: '/guilds/1', status: 404, code: 10_004 },
    {
      what: 'broken JSON',
      method: 'POST',
      path: '/channels/C/messages',
      body: '{"content":',
      status: 400,
      code: 50_109,
    },
    {
      what: 'an empty message',
      method: 'POST',
      path: '/channels/C/messages',
      body: { content: ' ' },
      status: 400,
      code: 50_006,
    },
    {
      what: 'a message too long',
      method: 'POST',
      path: '/channels/C/messages',
      body: { content: 'x'.repeat(2_001) },
      status: 400,
      code: 50_035,
    },
    {
      what: 'a reply to nothing',
      method: 'POST',
      path: '/channels/C/messages',
      body: { content: 'x', message_reference: { message_id: '1' } },
      status: 400,
      code: 50_035,
    },
    {
      what: 'a message of numbers',
      method: 'POST',
      path: '/channels/C/messages',
      body: { content: 5 },
      status: 400,
      code: 50_035,
    },
    { what: 'an unknown message', method: 'GET', path: '/channels/C/messages/1', status: 404, code: 10_008 },
    { what: 'a limit of 0', method: 'GET', path: '/channels/C/messages?limit=0', status: 400, code: 50_035 },
    {
      what: 'paging from nowhere',
      method: 'GET',
      path: '/channels/C/messages?after=x',
      status: 400,
      code: 50_035,
    },
  ])('refuses $what as Discord does', async ({ method, path, body, token, status, code }) => {
    await using discord = await openDiscord();
    const answer = await call(discord, method, path.replace('/C', `/${discord.channelId}`), body, token);
    expect(answer.status).toBe(status);
    expect(readAnswer(answer.answer).code).toBe(code);
  });

  it('stores messages: they can be read, edited and deleted, and the scenario hears of them', async () => {
    await using discord = await openDiscord();
    const own: string[] = [];
    discord.onOwnMessage((text) => own.push(text));
    const path = `/channels/${discord.channelId}/messages`;
    const posted = readAnswer((await call(discord, 'POST', path, { content: 'hello' })).answer);
    expect(own).toEqual(['hello']);
    await call(discord, 'PATCH', `${path}/${posted.id}`, { content: 'hello again' });
    expect(discord.messages()).toMatchObject([
      { id: posted.id, authorId: discord.botId, text: 'hello again' },
    ]);
    expect((await call(discord, 'DELETE', `${path}/${posted.id}`)).status).toBe(204);
    expect(discord.messages()).toEqual([]);
    const foreign = discord.say(viewer, 'mine');
    expect((await call(discord, 'PATCH', `${path}/${foreign}`, { content: 'yours' })).status).toBe(403);
  });

  it('pages through messages by id', async () => {
    await using discord = await openDiscord();
    const ids = ['a', 'b', 'c', 'd'].map((text) => discord.say(viewer, text));
    const read = async (query: string): Promise<readonly (string | undefined)[]> => {
      const { answer } = await call(discord, 'GET', `/channels/${discord.channelId}/messages?${query}`);
      return z
        .array(answerSchema)
        .parse(answer)
        .map(({ content }) => content);
    };
    expect(await read('limit=2')).toEqual(['d', 'c']);
    expect(await read(`after=${ids[1]}`)).toEqual(['d', 'c']);
    expect(await read(`before=${ids[2]}&limit=1`)).toEqual(['b']);
  });

  it('creates one message when the same enforced nonce is sent twice', async () => {
    await using discord = await openDiscord();
    const body = { content: 'once', nonce: 'n1', enforce_nonce: true };
    const path = `/channels/${discord.channelId}/messages`;
    const [first, second] = [
      await call(discord, 'POST', path, body),
      await call(discord, 'POST', path, body),
    ];
    expect(readAnswer(second.answer).id).toBe(readAnswer(first.answer).id);
    expect(discord.messages()).toHaveLength(1);
  });

  it('limits messages to five in five seconds, and says when to retry', async () => {
    await using discord = await openDiscord();
    const path = `/channels/${discord.channelId}/messages`;
    const answers = [];
    for (let n = 0; n < 6; n += 1) answers.push(await call(discord, 'POST', path, { content: `${n}` }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(answers[4]?.headers.get('x-ratelimit-remaining')).toBe('0');
    const refused = z.object({ retry_after: z.number(), global: z.boolean() }).parse(answers[5]?.answer);
    expect(refused.global).toBe(false);
    expect(Number(answers[5]?.headers.get('retry-after'))).toBe(refused.retry_after);
    expect(refused.retry_after).toBeGreaterThan(0);
  });
});

describe('gateway of the simulated Discord', () => {
  it('sends HELLO, accepts the sign-in, shows the guild and dispatches messages', async () => {
    await using discord = await openDiscord();
    const client = await connect(discord);
    await vi.waitFor(
      () => expect(client.frames[0]).toMatchObject({ op: 10, d: { heartbeat_interval: 41_250 } }),
      within,
    );
    client.identify(allIntents);
    await client.until('GUILD_CREATE');
    client.send({ op: 1, d: null });
    await vi.waitFor(() => expect(client.frames.at(-1)?.op).toBe(11), within);
    const id = discord.say(viewer, 'hello');
    await client.until('MESSAGE_CREATE');
    expect(client.frames.at(-1)).toMatchObject({ op: 0, s: 3, d: { id, content: 'hello' } });
    client.socket.terminate();
  });

  it.each([
    { what: 'no JSON', frame: 'hello', code: 4_002 },
    { what: 'more than 4,096 bytes', frame: `{"op":1,"d":"${'x'.repeat(5_000)}"}`, code: 4_002 },
    { what: 'an order before it is let in', frame: { op: 3, d: {} }, code: 4_003 },
    { what: 'an IDENTIFY without intents', frame: { op: 2, d: { token: 'x' } }, code: 4_002 },
    { what: 'a RESUME without a session', frame: { op: 6, d: {} }, code: 4_002 },
    {
      what: 'a RESUME with a wrong token',
      frame: { op: 6, d: { token: 'x', session_id: 'y', seq: 1 } },
      code: 4_004,
    },
  ])('closes on $what', async ({ frame, code }) => {
    await using discord = await openDiscord();
    const client = await connect(discord);
    client.send(frame);
    expect(await client.closed).toBe(code);
  });

  it.each([
    { what: 'a wrong token', wanted: 1, token: 'wrong', code: 4_004 },
    { what: 'intents that do not exist', wanted: 2 ** 30, token: undefined, code: 4_013 },
    { what: 'an intent that is switched off', wanted: allIntents, token: undefined, code: 4_014 },
  ])('refuses an IDENTIFY with $what', async ({ wanted, token, code }) => {
    await using discord = await openDiscord();
    discord.faults.messageContentIntentEnabled = false;
    const client = await connect(discord);
    client.identify(wanted, token);
    expect(await client.closed).toBe(code);
  });

  it('closes on a second IDENTIFY and on a flood', async () => {
    await using discord = await openDiscord();
    const twice = await connect(discord);
    twice.identify(intents.guilds);
    twice.identify(intents.guilds);
    expect(await twice.closed).toBe(4_005);
    const flood = await connect(discord);
    for (let n = 0; n < 130; n += 1) flood.send({ op: 1, d: null });
    expect(await flood.closed).toBe(4_008);
  });

  it('sends only what the intents allow', async () => {
    await using discord = await openDiscord();
    const blind = await connect(discord);
    blind.identify(intents.guilds | intents.guildMessages);
    await blind.until('GUILD_CREATE');
    discord.say(viewer, 'secret');
    await blind.until('MESSAGE_CREATE');
    expect(blind.frames.at(-1)).toMatchObject({ d: { content: '' } });
    discord.say(viewer, `hey <@${discord.botId}>`);
    await vi.waitFor(
      () => expect(blind.topics().filter((topic) => topic === 'MESSAGE_CREATE')).toHaveLength(2),
      within,
    );
    expect(blind.frames.at(-1)).toMatchObject({ d: { content: `hey <@${discord.botId}>` } });
    const deaf = await connect(discord);
    deaf.identify(intents.guilds);
    await deaf.until('GUILD_CREATE');
    discord.say(viewer, 'anybody?');
    discord.faults.setBotPermissions({ view: true, send: false });
    await deaf.until('CHANNEL_UPDATE');
    expect(deaf.topics()).not.toContain('MESSAGE_CREATE');
    for (const { socket } of [blind, deaf]) socket.terminate();
  });

  it('replays exactly the missed frames to a client that resumes', async () => {
    await using discord = await openDiscord();
    const client = await connect(discord);
    client.identify(allIntents);
    await client.until('GUILD_CREATE');
    const ready = z.object({ session_id: z.string() }).parse(client.frames.find(({ t }) => t === 'READY')?.d);
    client.socket.terminate();
    await vi.waitFor(() => expect(discord.linkCount()).toBe(0), within);
    discord.say(viewer, 'missed');
    const again = await connect(discord);
    const resume = (sequence: number, session = ready.session_id) => ({
      op: 6,
      d: { token: discord.botToken, session_id: session, seq: sequence },
    });
    again.send(resume(2));
    await again.until('RESUMED');
    expect(again.topics()).toEqual(['MESSAGE_CREATE', 'RESUMED']);
    const ahead = await connect(discord);
    ahead.send(resume(1_000));
    expect(await ahead.closed).toBe(4_007);
    const stranger = await connect(discord);
    stranger.send(resume(1, 'another'));
    await vi.waitFor(() => expect(stranger.frames.at(-1)).toMatchObject({ op: 9, d: false }), within);
    for (const { socket } of [again, stranger]) socket.terminate();
  });

  it('closes a connection without heartbeats', async () => {
    await using discord = await openDiscord({ heartbeatIntervalMs: 50 });
    const client = await connect(discord);
    client.identify(intents.guilds);
    expect(await client.closed).toBe(4_009);
  });
});

describe('simulated Discord', () => {
  it('reports which port is taken', async () => {
    await using discord = await openDiscord();
    const port = Number(new URL(discord.apiUrl).port);
    await expect(openDiscord({ port })).rejects.toMatchObject({
      code: 'rehearsal.discord-cannot-listen',
      kind: 'configuration',
    });
  });

  it('stops while connections are open, and frees its port', async () => {
    const discord = await openDiscord();
    const client = await connect(discord);
    await discord[Symbol.asyncDispose]();
    expect(await client.closed).toBe(1_006);
    await expect(fetch(discord.apiUrl)).rejects.toThrow('fetch failed');
  });
});
