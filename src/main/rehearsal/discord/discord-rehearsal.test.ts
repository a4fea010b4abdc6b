import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { createCountingIds, createSeededRandom, createSystemClock } from '#shared/kernel/index.ts';

import type { CastMember } from '../port.ts';
import { createDiscordRehearsal, type DiscordRehearsalServer } from './index.ts';

const viewer: CastMember = { login: 'maple_otter', displayName: 'Maple Otter', color: null, roles: [] };
const within = { timeout: 20_000, interval: 10 } as const;
const intents = { guilds: 1, guildMessages: 1 << 9, messageContent: 1 << 15 } as const;
const allIntents = intents.guilds | intents.guildMessages | intents.messageContent;

const openDiscord = (options: { port?: number; heartbeatIntervalMs?: number } = {}) =>
  createDiscordRehearsal({
    clock: createSystemClock(),
    random: createSeededRandom(3),
    ids: createCountingIds('session'),
    ...options,
  });

const answerSchema = z.looseObject({
  id: z.string().optional(),
  code: z.number().optional(),
  content: z.string().optional(),
});

const call = async (
  discord: DiscordRehearsalServer,
  method: string,
  path: string,
  body?: unknown,
  token = discord.botToken,
) => {
  const response = await fetch(`${discord.apiUrl}/v10${path}`, {
    method,
    headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer: unknown = text === '' ? {} : JSON.parse(text);
  return { status: response.status, headers: response.headers, answer };
};

const readAnswer = (answer: unknown) => answerSchema.parse(answer);

const frameSchema = z.looseObject({
  op: z.number(),
  t: z.string().nullish(),
  s: z.number().nullish(),
  d: z.unknown(),
});

/** A gateway client that does what it is told and keeps what it got. */
const connect = async (discord: DiscordRehearsalServer) => {
  const gateway = z.object({ url: z.string() }).parse((await call(discord, 'GET', '/gateway/bot')).answer);
  const socket = new WebSocket(`${gateway.url}?v=10&encoding=json`);
  const frames: z.infer<typeof frameSchema>[] = [];
  socket.on('message', (data: Buffer) => frames.push(frameSchema.parse(JSON.parse(data.toString('utf8')))));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await once(socket, 'open');
  const send = (frame: unknown): void =>
    socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  const properties = { os: 'linux', browser: 'test', device: 'test' };
  const identify = (wanted: number, token = discord.botToken): void =>
    send({ op: 2, d: { token, intents: wanted, properties } });
  const topics = (): readonly string[] => frames.flatMap(({ t }) => t ?? []);
  const until = (topic: string): Promise<void> => vi.waitFor(() => expect(topics()).toContain(topic), within);
  return { socket, frames, closed, send, identify, topics, until };
};

describe('the pretended REST API', () => {
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

  it('keeps what is written: read back, changed, deleted, told to the scenario', async () => {
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

  it('writes once what is sent twice with the same enforced nonce', async () => {
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

  it('limits messages to five in five seconds, and says when to come back', async () => {
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

describe('the pretended gateway', () => {
  it('says HELLO, lets in, shows the guild and dispatches what is written', async () => {
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

  it('shows only what the intents allow', async () => {
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

  it('replays what was missed to a client that comes back, and only that', async () => {
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

  it('closes a link on which no heartbeat comes', async () => {
    await using discord = await openDiscord({ heartbeatIntervalMs: 50 });
    const client = await connect(discord);
    client.identify(intents.guilds);
    expect(await client.closed).toBe(4_009);
  });
});

describe('slash commands of the pretended Discord', () => {
  const open = async () => {
    const discord = await openDiscord();
    const path = `/applications/${discord.botId}/guilds/${discord.guildId}/commands`;
    const command = { name: 'status', description: 'How it goes', type: 1 };
    const made = await call(discord, 'POST', path, command);
    const client = await connect(discord);
    client.identify(intents.guilds);
    await client.until('GUILD_CREATE');
    /** Uses the command, and waits for what the gateway tells of it. */
    const use = async () => {
      const id = discord.useCommand(viewer, 'status');
      await client.until('INTERACTION_CREATE');
      const told = client.frames.findLast(({ t }) => t === 'INTERACTION_CREATE')?.d;
      const { token } = z.object({ id: z.literal(id ?? ''), token: z.string() }).parse(told);
      return {
        callback: `/interactions/${id}/${token}/callback`,
        answers: `/webhooks/${discord.botId}/${token}`,
      };
    };
    return {
      discord,
      path,
      made,
      use,
      [Symbol.asyncDispose]: async () => {
        client.socket.terminate();
        await discord[Symbol.asyncDispose]();
      },
    };
  };
  const answer = (content: string, flags = 0) => ({ type: 4, data: { content, flags } });

  it('are made, replaced by name and taken back', async () => {
    await using stage = await open();
    const { discord, path, made } = stage;
    expect(made.status).toBe(201);
    const again = await call(discord, 'POST', path, { name: 'status', description: 'Anew' });
    expect(again.status).toBe(200);
    expect(readAnswer(again.answer).id).toBe(readAnswer(made.answer).id);
    expect((await call(discord, 'POST', path, { name: 'Not Lower', description: 'x' })).status).toBe(400);
    expect(discord.commands()).toMatchObject([{ name: 'status', description: 'Anew' }]);
    expect((await call(discord, 'DELETE', `${path}/${readAnswer(made.answer).id}`)).status).toBe(204);
    expect(discord.useCommand(viewer, 'status')).toBeNull();
    discord.faults.slashCommandsAllowed = false;
    expect(readAnswer((await call(discord, 'GET', path)).answer).code).toBe(50_001);
  });

  it('take one first answer, its change and what follows it, and no token but their own', async () => {
    await using stage = await open();
    const { discord, use } = stage;
    const { callback, answers } = await use();
    expect((await call(discord, 'PATCH', `${answers}/messages/@original`, { content: 'x' }, '')).status).toBe(
      401,
    );
    expect((await call(discord, 'POST', callback, { type: 5 }, '')).status).toBe(204);
    expect(readAnswer((await call(discord, 'POST', callback, answer('twice'), '')).answer).code).toBe(40_060);
    await call(discord, 'PATCH', `${answers}/messages/@original`, { content: 'All well' }, '');
    await call(discord, 'POST', answers, { content: 'And more' }, '');
    expect(discord.interactions()).toMatchObject([{ texts: ['All well', 'And more'], user: viewer.login }]);
    expect(
      readAnswer((await call(discord, 'POST', `/interactions/1/x/callback`, answer('x'), '')).answer).code,
    ).toBe(10_062);
  });

  it('show an answer for the asker to nobody else', async () => {
    await using stage = await open();
    const { discord, use } = stage;
    const { callback } = await use();
    await call(discord, 'POST', callback, answer('Only for you', 64), '');
    expect(discord.interactions()).toMatchObject([{ ephemeral: true, texts: ['Only for you'] }]);
    const id = discord.messages().at(-1)?.id;
    const read = await call(discord, 'GET', `/channels/${discord.channelId}/messages/${id}`);
    expect(read.status).toBe(404);
  });

  it('are forgotten when nobody answers within three seconds', async () => {
    await using stage = await open();
    const { callback } = await stage.use();
    await new Promise((resolve) => setTimeout(resolve, 3_100));
    const late = await call(stage.discord, 'POST', callback, answer('late'), '');
    expect(readAnswer(late.answer).code).toBe(10_062);
  });
});

describe('webhooks of the pretended Discord', () => {
  const webhookSchema = z.object({ id: z.string(), token: z.string() });

  it('write under any name, need no bot, and keep to their own messages', async () => {
    await using discord = await openDiscord();
    const path = `/channels/${discord.announcementsId}/webhooks`;
    const made = webhookSchema.parse((await call(discord, 'POST', path, { name: 'Stage' })).answer);
    const address = `/webhooks/${made.id}/${made.token}`;
    const body = { content: 'Hello', username: 'Lamp', avatar_url: 'https://example.com/lamp.png' };
    const posted = readAnswer((await call(discord, 'POST', `${address}?wait=true`, body, '')).answer);
    expect((await call(discord, 'POST', address, body, '')).status).toBe(204);
    expect(discord.messages()[0]).toMatchObject({
      authorName: 'Lamp',
      channelId: discord.announcementsId,
      text: 'Hello',
    });
    await call(discord, 'PATCH', `${address}/messages/${posted.id}`, { content: 'Bye' }, '');
    expect(discord.messages()[0]).toMatchObject({ text: 'Bye', edited: true });
    const foreign = discord.say(viewer, 'mine');
    expect((await call(discord, 'DELETE', `${address}/messages/${foreign}`, undefined, '')).status).toBe(404);
  });

  it('refuse a wrong token, a forbidden name, and what is gone', async () => {
    await using discord = await openDiscord();
    const path = `/channels/${discord.channelId}/webhooks`;
    expect((await call(discord, 'POST', path, { name: 'My Discord hook' })).status).toBe(400);
    const made = webhookSchema.parse((await call(discord, 'POST', path, { name: 'Stage' })).answer);
    const wrong = await call(discord, 'POST', `/webhooks/${made.id}/other`, { content: 'x' }, '');
    expect(readAnswer(wrong.answer).code).toBe(50_027);
    discord.removeWebhooks();
    const gone = await call(discord, 'POST', `/webhooks/${made.id}/${made.token}`, { content: 'x' }, '');
    expect(readAnswer(gone.answer).code).toBe(10_015);
    discord.faults.setBotPermissions({ view: true, send: true, webhooks: false });
    expect((await call(discord, 'GET', path)).status).toBe(403);
  });
});

describe('the pretended Discord as a whole', () => {
  it('says which port is taken', async () => {
    await using discord = await openDiscord();
    const port = Number(new URL(discord.apiUrl).port);
    await expect(openDiscord({ port })).rejects.toMatchObject({
      code: 'rehearsal.discord-cannot-listen',
      kind: 'configuration',
    });
  });

  it('ends with its links open, and is gone', async () => {
    const discord = await openDiscord();
    const client = await connect(discord);
    await discord[Symbol.asyncDispose]();
    expect(await client.closed).toBe(1_006);
    await expect(fetch(discord.apiUrl)).rejects.toThrow('fetch failed');
  });
});
