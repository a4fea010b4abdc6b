import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { systemWoke } from '#shared/catalogue/topics/components.ts';
import { Fault } from '#shared/kernel/index.ts';
import { waitUntil } from '../testing/component-harness.ts';
import { createTwitchChatBridge, type TwitchChatPlace } from './twitch-chat-bridge.ts';
import { createFastClock } from '#shared/kernel/testing/index.ts';
import { mapleOtter, openTwitchStage } from './testing/twitch-stage.ts';

const faultOf = async (promise: Promise<unknown>): Promise<Fault> => {
  const thrown = await promise.then(
    () => new Error('It should have failed.'),
    (reason: unknown) => reason,
  );
  if (thrown instanceof Fault) return thrown;
  throw thrown;
};

describe('connecting', () => {
  it('is connected once Twitch confirmed the JOIN, with its conditions', async () => {
    await using stage = await openTwitchStage();
    const life = await stage.harness.start(stage.bridge);
    expect(stage.server.joined()).toEqual(['cuelight_helper']);
    expect(stage.harness.topics()).toEqual(['bridge.connected', 'twitch.joined']);
    expect(stage.harness.events[0]?.data).toEqual({ platform: 'twitch', channel: stage.server.channel });
    expect([...stage.harness.conditions].map(([type, { status }]) => `${type} ${status}`).sort()).toEqual([
      'Authenticated true',
      'Connected true',
      'Joined true',
    ]);
    expect(await stage.bridge.getHealth?.(AbortSignal.timeout(2_000))).toMatchObject([
      { type: 'Answering', status: 'true' },
    ]);
    expect(stage.bridge.getFact?.()).toMatch(/^0 msg\/min · \d+ ms$/);
    expect(JSON.stringify(stage.bridge.getStatus?.())).not.toContain(stage.server.account.token);
    expect(await life.stop()).toEqual([]);
    expect(stage.bridge.getFact?.()).toBeNull();
    await waitUntil('the server to see us leave', () => stage.server.joined().length === 0);
  });

  it('reads without an account and reports that it cannot send', async () => {
    await using stage = await openTwitchStage({ anonymous: true });
    const life = await stage.harness.start(stage.bridge);
    expect(stage.server.joined()[0]).toMatch(/^justinfan\d+$/);
    stage.server.say(mapleOtter, 'hello anonymous');
    await waitUntil('the line', () => stage.heard[0]?.text === 'hello anonymous');
    expect(stage.bridge.sendObstacle).toMatch(/read-only/);
    expect(await stage.bridge.send({ text: 'hi' })).toMatchObject({
      ok: false,
      error: { code: 'twitch.read-only' },
    });
    expect(stage.harness.conditions.has('Authenticated')).toBe(false);
    await life.stop();
  });

  it.each([
    ['no channel', { channel: ' ' }, 'twitch.channel-missing', 'configuration'],
    ['no token', { readToken: () => Promise.resolve(null) }, 'twitch.sign-in-missing', 'authentication'],
    [
      'a wrong token',
      { readToken: () => Promise.resolve('wrong') },
      'twitch.sign-in-refused',
      'authentication',
    ],
    [
      'a token with a line break',
      { readToken: () => Promise.resolve('a\r\nJOIN #x') },
      'twitch.sign-in-refused',
      'authentication',
    ],
    ['a token of another account', { login: 'somebody_else' }, 'twitch.sign-in-refused', 'authentication'],
  ])('refuses to start with %s', async (_what, change, code, kind) => {
    await using stage = await openTwitchStage({ bridge: change });
    const fault = await faultOf(stage.harness.start(stage.bridge));
    expect(fault).toMatchObject({ code, kind });
    expect(fault.action).toBeDefined();
    expect(stage.bridge.sendObstacle).not.toBeNull();
  });

  it('signs in with the new token on the next connection, after the old one was refused (F7)', async () => {
    let token = 'expired';
    await using stage = await openTwitchStage({ bridge: { readToken: () => Promise.resolve(token) } });
    expect(await faultOf(stage.harness.start(stage.bridge))).toMatchObject({
      code: 'twitch.sign-in-refused',
    });
    token = `oauth:${stage.server.account.token}`;
    const life = await stage.harness.start(stage.bridge);
    expect(stage.bridge.sendObstacle).toBeNull();
    expect(stage.server.connectionCount()).toBe(2);
    await life.stop();
  });

  it.each([
    ['the connection is cut', 'cut', /was lost|closed/],
    ['a web page answers (F14)', 200, /web page \(HTTP 200\)/],
    ['the service is down', 503, /HTTP 503/],
  ] as const)('is transient when %s', async (_what, refusal, words) => {
    await using stage = await openTwitchStage();
    stage.server.faults.refuseConnections = refusal;
    const fault = await faultOf(stage.harness.start(stage.bridge));
    expect(fault).toMatchObject({ code: 'twitch.unreachable', kind: 'transient' });
    expect(fault.message).toMatch(words);
  });

  it('is transient when no server listens', async () => {
    await using stage = await openTwitchStage();
    await stage.server[Symbol.asyncDispose]();
    expect(await faultOf(stage.harness.start(stage.bridge))).toMatchObject({ code: 'twitch.unreachable' });
  });

  it('gives up after 10 s without a welcome, and after 10 s without a JOIN (F15)', async () => {
    const clock = createFastClock(20);
    await using stage = await openTwitchStage({ clock });
    stage.server.faults.withholdWelcome = true;
    expect(await faultOf(stage.harness.start(stage.bridge))).toMatchObject({ code: 'twitch.unreachable' });
    stage.server.faults.withholdWelcome = false;
    stage.server.faults.withholdJoin = true;
    const fault = await faultOf(stage.harness.start(stage.bridge));
    expect(fault).toMatchObject({ code: 'twitch.join-unconfirmed', kind: 'transient' });
    stage.server.faults.withholdJoin = false;
    const life = await stage.harness.start(stage.bridge);
    expect(life.failure).toBeUndefined();
    await life.stop();
  });

  it('reports a channel that does not exist as possibly missing', async () => {
    await using stage = await openTwitchStage({
      clock: createFastClock(20),
      bridge: { channel: 'nobody_here' },
    });
    expect((await faultOf(stage.harness.start(stage.bridge))).message).toMatch(
      /#nobody_here .* may not exist/,
    );
  });

  it('stops immediately when the start is cancelled', async () => {
    await using stage = await openTwitchStage();
    stage.server.faults.withholdWelcome = true;
    const giveUp = new AbortController();
    const starting = stage.harness.start({
      initialize: (context) => stage.bridge.initialize?.({ ...context, signal: giveUp.signal }),
    });
    await waitUntil('the connection', () => stage.server.connectionCount() === 1);
    giveUp.abort(new Error('stop'));
    expect((await faultOf(starting)).message).toMatch(/cancelled/);
  });
});

describe('listening', () => {
  it('delivers the messages of viewers with roles, emotes and replies', async () => {
    await using stage = await openTwitchStage();
    const life = await stage.harness.start(stage.bridge);
    const first = stage.server.say(mapleOtter, '🦦 lanternWave everyone', { firstMessage: true });
    stage.server.say(
      { ...mapleOtter, login: 'juniper', displayName: 'Juniper', roles: ['moderator'] },
      'welcome',
      {
        replyTo: first,
      },
    );
    stage.server.say(mapleOtter, '/me takes a seat');
    await waitUntil('three lines', () => stage.heard.length === 3);
    expect(stage.heard).toMatchObject([
      {
        userName: 'maple_otter',
        displayName: 'Maple_Otter',
        color: '#1E90FF',
        roles: ['subscriber'],
        text: '🦦 lanternWave everyone',
        emotes: [{ id: 'emotesv2_lantern_wave', from: 3, to: 14 }],
        firstMessage: true,
        own: false,
      },
      { userName: 'juniper', roles: ['moderator'], text: '@Maple_Otter welcome', replyTo: first },
      { text: 'takes a seat', action: true },
    ]);
    expect(stage.bridge.getMetrics?.()).toMatchObject([
      { name: 'messagesPerMinute', value: 3 },
      { name: 'latencyMs' },
    ]);
    await life.stop();
  });

  it('omits events that EventSub also reports, and counts them', async () => {
    const reportedTypes = new Set(['channel.raid', 'channel.subscription.message']);
    await using stage = await openTwitchStage({
      bridge: { isReportedElsewhere: (type) => reportedTypes.has(type) },
    });
    const life = await stage.harness.start(stage.bridge);
    stage.server.raid(mapleOtter, 37);
    stage.server.subscribe(mapleOtter, 11);
    stage.server.subscribe(mapleOtter, 1);
    await waitUntil('the first subscription', () => stage.harness.topics('twitch.subscription').length > 0);
    expect(stage.harness.topics('twitch.raid')).toEqual([]);
    expect(stage.harness.topics('twitch.subscription')).toHaveLength(1);
    expect(stage.bridge.getStatus?.()).toMatchObject({ eventsReportedElsewhere: 2 });
    await life.stop();
  });

  it('reports raids, subscriptions, clears and changed rooms in sentences', async () => {
    await using stage = await openTwitchStage();
    const life = await stage.harness.start(stage.bridge);
    stage.harness.events.splice(0);
    stage.server.raid(mapleOtter, 37);
    stage.server.subscribe(mapleOtter, 8, 'eight months of tea');
    stage.server.timeOut('loud_gull', 60);
    stage.server.clearChat();
    stage.server.setRoomMode('slow', '30');
    stage.server.setRoomMode('slow', '0');
    await waitUntil('six events', () => stage.harness.events.length >= 6);
    expect(stage.harness.events.map(({ topic, message }) => `${topic}: ${message}`)).toEqual([
      'twitch.raid: Maple_Otter is raiding with 37 viewers.',
      'twitch.subscription: Maple_Otter has subscribed for 8 months.',
      'chat.deleted: loud_gull was timed out for 60 s.',
      'chat.deleted: A moderator cleared the chat.',
      `twitch.room-changed: In #${stage.server.channel}, slow mode is on (30 s).`,
      `twitch.room-changed: In #${stage.server.channel}, slow mode is off.`,
    ]);
    expect(stage.heard).toMatchObject([{ userName: 'maple_otter', text: 'eight months of tea' }]);
    await life.stop();
  });

  it('reads the same when every byte comes alone (F5)', async () => {
    await using stage = await openTwitchStage();
    const target = Number(new URL(stage.server.chatUrl).port);
    const sockets = new Set<Socket>();
    const slicer = createServer((client) => {
      const upstream = connect(target, '127.0.0.1');
      for (const socket of [client, upstream]) {
        sockets.add(socket.setNoDelay(true));
        socket.on('error', () => undefined);
      }
      client.pipe(upstream);
      upstream.on('data', (chunk) => {
        for (const byte of chunk) client.write(Buffer.from([byte]));
      });
    });
    await new Promise<void>((resolve) => slicer.listen(0, '127.0.0.1', resolve));
    const { port } = slicer.address() as AddressInfo;
    const texts: string[] = [];
    const bridge = createTwitchChatBridge({
      readPlace: () => ({
        url: `ws://127.0.0.1:${port}`,
        channel: stage.server.channel,
        login: null,
        readToken: () => Promise.resolve(null),
      }),
      deliver: (message) => void texts.push(message.text),
    });
    const life = await stage.harness.start(bridge);
    stage.server.say(mapleOtter, 'één 🦦 in the fog');
    stage.server.say(mapleOtter, 'and another');
    await waitUntil('both lines', () => texts.length === 2);
    expect(texts).toEqual(['één 🦦 in the fog', 'and another']);
    await life.stop();
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => slicer.close(() => resolve()));
  });
});

describe('losing the link', () => {
  it('drops the half line and fails as transient on a TCP reset mid-line (F1)', async () => {
    await using stage = await openTwitchStage();
    const life = await stage.harness.start(stage.bridge);
    stage.server.faults.resetMidLine();
    expect(await life.failed).toMatchObject({ code: 'twitch.unreachable', kind: 'transient' });
    await waitUntil('the loss', () => stage.harness.topics('bridge.link-lost').length === 1);
    expect(stage.harness.events.at(-1)).toMatchObject({
      message: life.failure?.message,
      data: { platform: 'twitch', code: 'twitch.unreachable' },
    });
    expect(stage.heard).toEqual([]);
    expect(stage.harness.conditions.get('Connected')?.status).toBe('false');
    expect(await life.stop()).toEqual([]);
    const next = await stage.harness.start(stage.bridge);
    stage.server.say(mapleOtter, 'back again');
    await waitUntil('the line', () => stage.heard.length === 1);
    await next.stop();
  });

  it('fails after it was removed from the channel', async () => {
    await using stage = await openTwitchStage();
    const life = await stage.harness.start(stage.bridge);
    stage.server.faults.takeOutOfChannel();
    expect(await life.failed).toMatchObject({ code: 'twitch.parted', kind: 'transient' });
    expect(stage.harness.conditions.get('Joined')).toMatchObject({ status: 'false' });
    expect(await life.stop()).toEqual([]);
    await (await stage.harness.start(stage.bridge)).stop();
  });

  it('detects a half-open link within 10 s (F2)', async () => {
    const clock = createFastClock(20);
    await using stage = await openTwitchStage({ clock });
    const life = await stage.harness.start(stage.bridge);
    const frozenAt = clock.monotonic();
    stage.server.faults.freezeConnections();
    expect(await life.failed).toMatchObject({ code: 'twitch.unreachable', kind: 'transient' });
    expect(clock.monotonic() - frozenAt).toBeLessThan(10_500);
    expect(await life.stop()).toEqual([]);
    const next = await stage.harness.start(stage.bridge);
    await next.stop();
  });

  it('reports a frozen link as not answering, before it is given up', async () => {
    await using stage = await openTwitchStage();
    const life = await stage.harness.start(stage.bridge);
    stage.server.faults.freezeConnections();
    expect(await stage.bridge.getHealth?.(AbortSignal.timeout(150))).toMatchObject([
      { type: 'Answering', status: 'false', reason: 'NoPong' },
    ]);
    await life.stop();
  });

  it('gives up an unresponsive link soon after waking (F28)', async () => {
    await using stage = await openTwitchStage();
    const life = await stage.harness.start(stage.bridge);
    stage.harness.emit(systemWoke({ reason: 'the machine woke up' }));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(life.failure).toBeUndefined();
    stage.server.faults.freezeConnections();
    stage.harness.emit(systemWoke({ reason: 'the machine woke up' }));
    expect(await life.failed).toMatchObject({ code: 'twitch.unreachable' });
    await life.stop();
  });

  it('tolerates a slow link (F4)', async () => {
    const clock = createFastClock(20);
    await using stage = await openTwitchStage({ clock });
    stage.server.faults.delivery.latencyMs = 2_000;
    stage.server.faults.delivery.jitterMs = 1_000;
    const life = await stage.harness.start(stage.bridge);
    const startedAt = clock.monotonic();
    await waitUntil('forty seconds of a slow link', () => clock.monotonic() - startedAt > 40_000);
    expect(life.failure).toBeUndefined();
    stage.server.say(mapleOtter, 'slow but here');
    await waitUntil('the line', () => stage.heard.length === 1);
    await life.stop();
  });

  it('ends without a fault when stopped while the server closes', async () => {
    await using stage = await openTwitchStage();
    const life = await stage.harness.start(stage.bridge);
    stage.server.faults.closeConnections(1011);
    expect(await life.stop()).toEqual([]);
    expect(stage.harness.topics('bridge.link-lost')).toEqual([]);
  });
});

describe('the target of each connection', () => {
  it('is read at the start and kept until the end', async () => {
    await using stage = await openTwitchStage();
    await using other = await openTwitchStage();
    let place: TwitchChatPlace = {
      url: stage.server.chatUrl,
      channel: stage.server.channel,
      login: stage.server.account.login,
      readToken: () => Promise.resolve(stage.server.account.token),
    };
    const heard: string[] = [];
    const bridge = createTwitchChatBridge({
      readPlace: () => Promise.resolve(place),
      deliver: ({ text }) => void heard.push(text),
    });
    expect(bridge.sendObstacle).toBe('Twitch chat isn’t connected.');
    const life = await stage.harness.start(bridge);
    expect(bridge.sendObstacle).toBeNull();
    place = { ...place, url: other.server.chatUrl, login: null };
    stage.server.say(mapleOtter, 'on the first server');
    await waitUntil('the first line', () => heard.length === 1);
    expect(bridge.getStatus?.()).toMatchObject({ account: stage.server.account.login });
    await life.stop();
    const next = await stage.harness.start(bridge);
    other.server.say(mapleOtter, 'on the second server');
    await waitUntil('the second line', () => heard.length === 2);
    expect(heard).toEqual(['on the first server', 'on the second server']);
    expect(bridge.getStatus?.()).toMatchObject({ account: null });
    expect(bridge.sendObstacle).toContain('read-only');
    await next.stop();
  });

  it('fails with the fault of a missing target', async () => {
    await using stage = await openTwitchStage();
    const bridge = createTwitchChatBridge({
      readPlace: () => {
        throw new Fault('rehearsal.stopped', 'Rehearsal is stopped.', { kind: 'dependency' });
      },
      deliver: () => undefined,
    });
    expect(await faultOf(stage.harness.start(bridge))).toMatchObject({ code: 'rehearsal.stopped' });
    expect(stage.server.connectionCount()).toBe(0);
  });
});
