import { describe, expect, it, vi } from 'vitest';
import type { ComponentContext } from '#core/component.ts';
import { Fault } from '#shared/kernel/index.ts';
import { createDiscordBridge } from './discord-bridge.ts';
import { openStage, viewer, type DiscordStage } from './testing/stage.ts';

const within = { timeout: 20_000, interval: 20 } as const;

const startFault = async (stage: DiscordStage): Promise<Fault> => {
  const thrown: unknown = await stage.harness.start(stage.bridge).then(
    () => new Error('the bridge started'),
    (reason: unknown) => reason,
  );
  if (!(thrown instanceof Fault)) throw thrown;
  return thrown;
};

/** Returns the context of a component that starts and stops without doing anything. */
const contextOf = async (stage: DiscordStage): Promise<ComponentContext> => {
  const life = await stage.harness.start({});
  return life.context;
};

describe('signing in', () => {
  it('starts once the channel was found, and reports account, channel and latency', async () => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    expect(stage.harness.topics('discord.*')).toEqual(['discord.connected']);
    await vi.waitFor(() => expect(stage.harness.conditions.get('Answering')?.status).toBe('true'), within);
    const conditions = [...stage.harness.conditions.values()].map(({ type, status }) => `${type} ${status}`);
    expect(conditions.toSorted()).toEqual([
      'Answering true',
      'Authenticated true',
      'ChannelReadable true',
      'Connected true',
    ]);
    expect(stage.bridge.getFact?.()).toMatch(/^1 server · \d+ ms$/);
    expect(stage.bridge.getStatus?.()).toMatchObject({
      bot: 'Cuelight',
      servers: 1,
      channel: '#stream-chat',
      maySend: true,
      intents: ['Guilds', 'GuildMessages', 'MessageContent'],
    });
    expect(stage.bridge.sendObstacle).toBeNull();
    expect(await life.stop()).toEqual([]);
    expect(stage.bridge.sendObstacle).toBe('Discord is not connected.');
  });

  it.each([
    { what: 'no token', token: null, code: 'discord.token-missing' },
    { what: 'a blank token', token: '  ', code: 'discord.token-missing' },
    { what: 'a token with a line break', token: 'ab\ncd', code: 'discord.token-refused' },
    { what: 'a wrong token', token: 'wrong', code: 'discord.token-refused' },
  ])('requires a sign-in on $what, and spends no IDENTIFY', async ({ token, code }) => {
    await using stage = await openStage({ readToken: () => Promise.resolve(token) });
    const fault = await startFault(stage);
    expect(fault).toMatchObject({ code, kind: 'authentication' });
    expect(stage.discord.identifies()).toEqual([]);
  });

  it.each([
    { close: 4_004, code: 'discord.token-refused', kind: 'authentication' },
    { close: 4_010, code: 'discord.gateway-refused', kind: 'configuration' },
    { close: 4_013, code: 'discord.gateway-refused', kind: 'configuration' },
    { close: 4_014, code: 'discord.intent-missing', kind: 'configuration' },
    { close: 4_000, code: 'discord.link-closed', kind: 'transient' },
    { close: 1_011, code: 'discord.link-closed', kind: 'transient' },
  ])('explains a close with $close during the sign-in', async ({ close, code, kind }) => {
    await using stage = await openStage();
    stage.discord.faults.identifyRefusal = { kind: 'close', code: close };
    expect(await startFault(stage)).toMatchObject({ code, kind });
    expect(stage.discord.identifies()).toHaveLength(1);
  });

  it('names the setting to turn on when the Message Content intent is off', async () => {
    await using stage = await openStage();
    stage.discord.faults.messageContentIntentEnabled = false;
    const fault = await startFault(stage);
    expect(fault.code).toBe('discord.intent-missing');
    expect(fault.message).toContain('“Message Content Intent”');
    expect(fault.message).toContain('Bot page');
  });

  it.each([
    { what: 'an empty channel id', options: { channelId: '' }, code: 'discord.channel-missing' },
    { what: 'a channel name', options: { channelId: '#general' }, code: 'discord.channel-invalid' },
    {
      what: 'an unknown channel',
      options: { channelId: '123456789012345678' },
      code: 'discord.channel-unknown',
    },
    { what: 'a server name', options: { guildId: 'home' }, code: 'discord.guild-invalid' },
    { what: 'an unknown server', options: { guildId: '123456789012345678' }, code: 'discord.guild-unknown' },
  ])('waits for changed settings on $what', async ({ options, code }) => {
    await using stage = await openStage(options);
    expect(await startFault(stage)).toMatchObject({ code, kind: 'configuration' });
  });

  it('requires access to the channel, and reports when it can only read', async () => {
    await using stage = await openStage();
    stage.discord.faults.setBotPermissions({ view: false, send: false });
    expect(await startFault(stage)).toMatchObject({
      code: 'discord.channel-unreadable',
      kind: 'configuration',
    });
    stage.discord.faults.setBotPermissions({ view: true, send: false });
    const life = await stage.harness.start(stage.bridge);
    expect(stage.bridge.sendObstacle).toBe(
      'The bot can’t write in #stream-chat. Give it “Send Messages” there.',
    );
    expect(stage.harness.conditions.get('ChannelReadable')).toMatchObject({
      status: 'true',
      reason: 'ReadOnly',
    });
    await life.stop();
  });

  it('treats an outage of the server, an error 500 and a refused connection as transient', async () => {
    await using stage = await openStage();
    stage.discord.faults.guildUnavailable = true;
    expect(await startFault(stage)).toMatchObject({ code: 'discord.guild-unavailable', kind: 'transient' });
    stage.discord.faults.guildUnavailable = false;
    stage.discord.faults.refuseRest({ status: 503, path: 'gateway/bot', times: 2 });
    expect(await startFault(stage)).toMatchObject({ code: 'discord.server-error', kind: 'transient' });
    stage.discord.faults.refuseConnections = true;
    expect(await startFault(stage)).toMatchObject({ code: 'discord.unreachable', kind: 'transient' });
  });

  it('distinguishes a sign-in page of the network from Discord', async () => {
    await using stage = await openStage();
    stage.discord.faults.refuseRest({
      status: 200,
      path: 'gateway/bot',
      times: 1,
      body: { page: 'Welcome' },
    });
    expect(await startFault(stage)).toMatchObject({ code: 'discord.answer-unreadable', kind: 'transient' });
  });

  it('waits as long as Discord requires when no sign-ins are left today', async () => {
    await using stage = await openStage();
    stage.discord.faults.identifiesRemaining = 0;
    expect(await startFault(stage)).toMatchObject({
      code: 'discord.sessions-used-up',
      retryAfterMs: 3_600_000,
    });
    expect(stage.discord.identifies()).toEqual([]);
  });

  it('stops immediately during the start, and leaves no connection', async () => {
    await using stage = await openStage();
    stage.discord.faults.identifyRefusal = { kind: 'silence' };
    const ending = new AbortController();
    const start = stage.bridge.initialize?.({
      ...(await contextOf(stage)),
      signal: ending.signal,
    });
    await vi.waitFor(() => expect(stage.discord.identifies()).toHaveLength(1), within);
    ending.abort();
    await expect(start).rejects.toMatchObject({ code: 'discord.start-cancelled' });
    await vi.waitFor(() => expect(stage.discord.linkCount()).toBe(0), within);
  });
});

describe('the server and channel of each connection', () => {
  it('reads the current channel, reports nothing missed in a channel that it never read, and counts sign-ins by server', async () => {
    await using first = await openStage();
    await using second = await openStage();
    const placeOf = ({ discord: { apiUrl, guildId, channelId } }: DiscordStage) => ({
      apiUrl,
      guildId,
      channelId,
    });
    let stage = first;
    const heard: string[] = [];
    const bridge = createDiscordBridge({
      readPlace: () => Promise.resolve(placeOf(stage)),
      readToken: () => Promise.resolve(stage.discord.botToken),
      deliver: ({ text }) => void heard.push(text),
    });
    const life = await first.harness.start(bridge);
    first.discord.say(viewer, 'in the first channel');
    await vi.waitFor(() => expect(heard).toEqual(['in the first channel']), within);
    await life.stop();
    stage = second;
    const next = await first.harness.start(bridge);
    second.discord.say(viewer, 'in the second channel');
    await vi.waitFor(() => expect(heard).toEqual(['in the first channel', 'in the second channel']), within);
    expect(bridge.getStatus?.()).toMatchObject({
      channelId: second.discord.channelId,
      signInsThisHour: 1,
    });
    expect(first.harness.topics('bridge.missed')).toEqual([]);
    await next.stop();
    // The first channel again: the sign-in counts, and the messages meanwhile were missed.
    first.passTime(60_000);
    const third = await first.harness.start(bridge);
    expect(bridge.getStatus?.()).toMatchObject({ signInsThisHour: 2 });
    await third.stop();
  });
});
