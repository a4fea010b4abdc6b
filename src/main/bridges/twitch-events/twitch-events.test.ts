import { describe, expect, it } from 'vitest';
import { systemWoke } from '#shared/catalogue/topics/components.ts';
import { twitchTopics } from '#shared/catalogue/topics/twitch.ts';
import { waitUntil } from '../testing/component-harness.ts';
import { mapleOtter, quietHeron } from '../twitch-api/testing/api-stage.ts';
import { pass, stageForEachTest } from './testing/events-stage.ts';
import { createMissedEvents } from '../twitch-api/index.ts';
import { createTwitchEvents } from './twitch-events.ts';

const open = stageForEachTest();

describe('twitch events', () => {
  it('is connected once every event type is subscribed to', async () => {
    const { events, eventHarness, server } = await open();
    const life = await eventHarness.start(events);
    expect(eventHarness.conditions.get('Connected')).toMatchObject({ status: 'true', reason: 'Welcomed' });
    expect(eventHarness.conditions.get('Subscribed')).toMatchObject({ status: 'true' });
    expect(server.hub.asked).toHaveLength(10);
    expect(events.getFact?.()).toBe('10 event types');
    expect(await life.stop()).toEqual([]);
    await waitUntil('the socket to be gone', () => server.hub.sessions.length === 0);
  });

  it('reports all events in sentences and in fields', async () => {
    const { events, eventHarness, server, arrived } = await open();
    await eventHarness.start(events);
    server.acts.follow(mapleOtter);
    server.acts.subscribe(mapleOtter, '2000');
    server.acts.resubscribe(mapleOtter, 7, 'still here');
    server.acts.gift(null, 5);
    server.acts.cheer(mapleOtter, 100, 'for the lanterns');
    server.acts.raid(quietHeron, 1_234);
    server.acts.redeem(mapleOtter, 'Hydrate', 'sip');
    server.acts.goLive();
    server.acts.goOffline();
    await arrived('everything', () => eventHarness.topics('twitch.*').length === 9);
    const words = eventHarness.events.filter((event) => twitchTopics.some((topic) => topic.is(event)));
    expect(words.map((event) => [event.topic, event.message])).toEqual([
      ['twitch.followed', 'Maple_Otter follows the channel.'],
      ['twitch.subscribed', 'Maple_Otter subscribed.'],
      ['twitch.subscribed', 'Maple_Otter has subscribed for 7 months.'],
      ['twitch.gifted', 'Somebody gave 5 subscriptions to the channel.'],
      ['twitch.cheered', 'Maple_Otter cheered 100 bits.'],
      ['twitch.raided', 'Quiet_Heron raided with 1,234 viewers.'],
      ['twitch.redeemed', 'Maple_Otter redeemed "Hydrate" for 100 points.'],
      ['twitch.stream-online', 'The stream is live.'],
      ['twitch.stream-offline', 'The stream has ended.'],
    ]);
    expect(words[6]?.data).toMatchObject({
      login: 'maple_otter',
      rewardTitle: 'Hydrate',
      input: 'sip',
      caughtUp: false,
    });
  });

  it('reports a title that Helix changed', async () => {
    const { events, eventHarness, api, arrived } = await open();
    await eventHarness.start(events);
    await api.setChannelInfo({ title: 'Night market', category: 'Music' });
    await arrived('the change', () => eventHarness.topics('twitch.channel-updated').length === 1);
    expect(eventHarness.events.at(-1)?.message).toBe('The stream is now called "Night market", in Music.');
  });

  it('names the events that the account may not receive, and receives the rest', async () => {
    const { events, eventHarness, server, arrived } = await open({ scopes: ['moderator:read:followers'] });
    await eventHarness.start(events);
    expect(eventHarness.conditions.get('Subscribed')).toMatchObject({
      status: 'false',
      severity: 'degraded',
    });
    expect(eventHarness.conditions.get('Subscribed')?.message).toContain('cheers');
    server.acts.follow(mapleOtter);
    await arrived('the follow', () => eventHarness.topics('twitch.followed').length === 1);
  });

  it('names a revoked subscription, and fails when all access was revoked', async () => {
    const { events, eventHarness, server } = await open();
    const life = await eventHarness.start(events);
    server.faults.revokeSubscriptions('channel.raid', 'version_removed');
    await waitUntil('the revocation', () => eventHarness.topics('twitch.subscription-revoked').length === 1);
    expect(eventHarness.conditions.get('Subscribed')).toMatchObject({ status: 'false', reason: 'Revoked' });
    expect(life.failure).toBeUndefined();
    server.faults.revokeAuthorization();
    expect(await life.failed).toMatchObject({ code: 'twitch.events-revoked', kind: 'authentication' });
  });

  it('reports a revoked access immediately, and nothing for a single subscription', async () => {
    const { api, tokens, eventHarness, server } = await open();
    let revoked = 0;
    const events = createTwitchEvents({
      api,
      tokens,
      readUrl: () => server.eventsUrl,
      onRevoked: () => (revoked += 1),
    });
    const life = await eventHarness.start(events);
    server.faults.revokeSubscriptions('channel.raid', 'version_removed');
    await waitUntil('the revocation', () => eventHarness.topics('twitch.subscription-revoked').length === 1);
    expect(revoked).toBe(0);
    server.faults.revokeAuthorization();
    await life.failed;
    expect(revoked).toBeGreaterThan(0);
  });

  it('waits for Helix as a dependency', async () => {
    const opened = await open();
    await opened.api.cleanup?.((await opened.eventHarness.start({})).context);
    await expect(opened.eventHarness.start(opened.events)).rejects.toMatchObject({ kind: 'dependency' });
  });

  it.each([
    '',
    'nothing',
    '[]',
    '{"metadata":{}}',
    `{"metadata":{"message_id":"1","message_type":"session_reconnect","message_timestamp":"2026-01-01T00:00:00Z"},"payload":{"session":{"id":"x","reconnect_url":7}}}`,
    '\u0000'.repeat(10_000),
  ])('survives an invalid frame: %j', async (frame) => {
    const { events, eventHarness, server, arrived } = await open();
    const life = await eventHarness.start(events);
    server.faults.sendRaw(frame);
    server.faults.sendRaw(Buffer.from([1, 2, 3]));
    server.acts.follow(mapleOtter);
    await arrived('the follow behind it', () => eventHarness.topics('twitch.followed').length === 1);
    expect(life.failure).toBeUndefined();
    expect(events.getStatus?.()).toMatchObject({ refused: 2 });
  });
});

describe('F16: no subscription within 10 s', () => {
  it('fails with a transient fault that explains 4003; the next connection subscribes once', async () => {
    const opened = await open();
    const { eventHarness, server } = opened;
    const events = createTwitchEvents({
      tokens: opened.tokens,
      readUrl: () => server.eventsUrl,
      api: {
        channel: opened.api.channel,
        listEventSubscriptions: (sessionId) => opened.api.listEventSubscriptions(sessionId),
        subscribeToEvents: (request) => {
          if (server.hub.connections === 1) return Promise.withResolvers<never>().promise;
          return opened.api.subscribeToEvents(request);
        },
      },
    });
    const starting = eventHarness.start(events).catch((fault: unknown) => fault);
    await waitUntil('the welcome', () => eventHarness.conditions.get('Connected'));
    await pass(opened, 12_000);
    expect(await starting).toMatchObject({
      kind: 'transient',
      message: expect.stringContaining('no subscription was created in time'),
    });
    const asked = server.hub.asked.length;
    await eventHarness.start(events);
    expect(server.hub.asked.length - asked).toBe(10);
    expect(new Set(server.hub.asked.slice(asked)).size).toBe(10);
    expect(eventHarness.conditions.get('Subscribed')?.status).toBe('true');
  });
});

describe('F17: session_reconnect', () => {
  it('moves without a gap: the old link is read until the new one is welcomed, without new subscriptions', async () => {
    const { events, eventHarness, server, arrived } = await open();
    const life = await eventHarness.start(events);
    const asked = server.hub.asked.length;
    server.faults.requestReconnect();
    server.acts.follow(mapleOtter);
    await arrived('the move', () => eventHarness.topics('twitch.events-moved').length === 1);
    server.acts.follow(quietHeron);
    await arrived('both follows', () => eventHarness.topics('twitch.followed').length === 2);
    expect(server.hub.asked.length).toBe(asked);
    expect(server.hub.sessions).toHaveLength(1);
    expect(life.failure).toBeUndefined();
  });

  it('keeps the old link for up to 30 s when the new address is dead; the next connection is a new session', async () => {
    const opened = await open();
    const { events, eventHarness, server, arrived } = opened;
    const life = await eventHarness.start(events);
    server.faults.deadReconnectUrl = true;
    server.faults.requestReconnect();
    await pass(opened, 20_000);
    expect(life.failure).toBeUndefined();
    server.acts.follow(mapleOtter);
    await arrived('a follow on the old link', () => eventHarness.topics('twitch.followed').length === 1);
    await pass(opened, 15_000, () => life.failure);
    expect(life.failure).toMatchObject({
      code: 'twitch.events-move-failed',
      kind: 'transient',
      retryAfterMs: 0,
    });
    await life.stop();
    const asked = server.hub.asked.length;
    await eventHarness.start(events);
    expect(server.hub.asked.length - asked).toBe(10);
    await waitUntil('one session', () => server.hub.sessions.length === 1);
  });

  it('fails when the old link closes before the dead address timed out', async () => {
    const opened = await open();
    const life = await opened.eventHarness.start(opened.events);
    opened.server.faults.deadReconnectUrl = true;
    opened.server.faults.requestReconnect();
    await pass(opened, 2_000);
    opened.server.faults.closeSockets(4004);
    expect(await life.failed).toMatchObject({ code: 'twitch.events-move-failed' });
  });
});

describe('F18: duplicates and disorder', () => {
  it('reports each event once, in order', async () => {
    const { events, eventHarness, server, arrived, clock } = await open();
    await eventHarness.start(events);
    server.faults.deliveries = 3;
    const now = clock.now();
    server.acts.follow({ login: 'third', displayName: 'Third' }, now + 30);
    server.acts.follow({ login: 'first', displayName: 'First' }, now + 10);
    server.acts.follow({ login: 'second', displayName: 'Second' }, now + 20);
    await arrived('three follows', () => eventHarness.topics('twitch.followed').length >= 3);
    await clock.advance(1_000);
    const names = eventHarness.events
      .filter((event) => event.topic === 'twitch.followed')
      .map((event) => event.data['displayName']);
    expect(names).toEqual(['First', 'Second', 'Third']);
    expect(events.getStatus?.()).toMatchObject({ duplicates: 6 });
  });

  it('never reports an event twice, however often it reconnected', async () => {
    const { events, eventHarness, server, arrived, clock } = await open();
    for (let turn = 0; turn < 5; turn += 1) {
      const life = await eventHarness.start(events);
      await life.stop();
    }
    await eventHarness.start(events);
    await waitUntil('one session', () => server.hub.sessions.length === 1);
    server.acts.redeem(mapleOtter, 'Hydrate');
    await arrived('the redemption', () => eventHarness.topics('twitch.redeemed').length > 0);
    await clock.advance(1_000);
    expect(eventHarness.topics('twitch.redeemed')).toHaveLength(1);
  });
});

describe('missed events', () => {
  it('are read after a gap, marked, in order, and reported once', async () => {
    const opened = await open();
    const { events, eventHarness, server, arrived, clock } = opened;
    server.acts.subscribe(mapleOtter);
    const life = await eventHarness.start(events);
    await waitUntil('the subscribers to be known', () =>
      server.requests.some((each) => each.path === 'helix/subscriptions'),
    );
    server.acts.follow(mapleOtter);
    await arrived('the follow before', () => eventHarness.topics('twitch.followed').length === 1);
    server.faults.resetSockets();
    const fault = await life.failed;
    await arrived('the loss', () => eventHarness.topics('bridge.link-lost').length === 1);
    expect(eventHarness.events.at(-1)).toMatchObject({
      message: fault.message,
      data: { platform: 'twitch', code: fault.code },
    });
    await life.stop();
    eventHarness.events.splice(0);
    await clock.advance(10_000);
    server.acts.follow(quietHeron);
    await clock.advance(1_000);
    server.acts.redeem(mapleOtter, 'Hydrate');
    server.acts.subscribe(quietHeron);
    await clock.advance(1_000);
    await eventHarness.start(events);
    await arrived('the end of the gap', () => eventHarness.topics('twitch.events-missed').length === 1);
    const caught = eventHarness.events.filter((event) => event.data['caughtUp'] === true);
    expect(caught.map((event) => [event.topic, event.data['displayName']])).toEqual([
      ['twitch.followed', 'Quiet_Heron'],
      ['twitch.redeemed', 'Maple_Otter'],
      ['twitch.subscribed', 'Quiet_Heron'],
    ]);
    const closed = eventHarness.events.find((event) => event.topic === 'twitch.events-missed');
    expect(closed?.data).toMatchObject({ count: 3, more: true });
    expect(closed?.message).toContain('3 events fetched afterwards: 1 follow, 1 redemption, 1 subscription.');
    const { from, to } = closed?.data ?? {};
    expect(eventHarness.events.find((event) => event.topic === 'bridge.missed')).toMatchObject({
      message: closed?.message,
      causeId: closed?.id,
      data: { platform: 'twitch', from, to, count: 3, more: true },
    });
    expect(closed?.message).toContain('Missed raids, cheers and gifts can’t be listed.');
  });

  it('name the kinds that could not be listed', async () => {
    const { events, eventHarness, server, arrived } = await open({ scopes: ['moderator:read:followers'] });
    const life = await eventHarness.start(events);
    server.faults.closeSockets(4000);
    await life.failed;
    await life.stop();
    await eventHarness.start(events);
    await arrived('the end of the gap', () => eventHarness.topics('twitch.events-missed').length === 1);
    const closed = eventHarness.events.find((event) => event.topic === 'twitch.events-missed');
    expect(closed?.message).toContain('Redemptions are unknown');
  });
});

describe('F28, F29: sleep and a changed clock', () => {
  it('detects right after waking that the session is gone, and reconnects once', async () => {
    const opened = await open();
    const { events, eventHarness, server, clock, tokens } = opened;
    const life = await eventHarness.start(events);
    server.faults.freezeSockets();
    server.faults.forgetSubscriptions();
    clock.jumpWall(8 * 3_600_000);
    // The token has expired meanwhile, too.
    tokens.next = opened.issue();
    eventHarness.emit(systemWoke({ reason: 'the machine woke up' }));
    expect(await life.failed).toMatchObject({ code: 'twitch.events-forgotten' });
    await life.stop();
    await eventHarness.start(events);
    expect(server.hub.connections).toBe(2);
    expect(server.hub.sessions.at(-1)?.subscriptions).toHaveLength(10);
  });

  it.each([8 * 3_600_000, 3_600_000, -3_600_000])(
    'a jump of the wall clock by %d ms has no effect',
    async (jump) => {
      const opened = await open();
      const life = await opened.eventHarness.start(opened.events);
      opened.clock.jumpWall(jump);
      await pass(opened, 60_000);
      expect(life.failure).toBeUndefined();
      expect(opened.server.hub.connections).toBe(1);
    },
  );
});

describe('the address of each connection', () => {
  it('is read at each start; nothing is caught up from a server without an earlier connection', async () => {
    const opened = await open();
    const { eventHarness, server, clock, arrived } = opened;
    let url = server.eventsUrl;
    const events = createTwitchEvents({
      readUrl: () => Promise.resolve(url),
      tokens: opened.tokens,
      api: opened.api,
      missed: createMissedEvents(opened.api),
    });
    const life = await eventHarness.start(events);
    server.acts.follow(mapleOtter);
    await arrived('the follow', () => eventHarness.topics('twitch.followed').length === 1);
    await life.stop();
    await clock.advance(10_000);
    server.acts.follow(quietHeron);
    url = `${server.eventsUrl}?another`;
    const next = await eventHarness.start(events);
    await clock.advance(1_000);
    expect(eventHarness.topics('twitch.events-missed')).toEqual([]);
    expect(eventHarness.topics('bridge.missed')).toEqual([]);
    await next.stop();
    // The first server again: events meanwhile were missed.
    await clock.advance(10_000);
    await eventHarness.start(events);
    await arrived('the end of the gap', () => eventHarness.topics('twitch.events-missed').length === 1);
  });
});
