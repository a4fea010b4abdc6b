import { afterEach, describe, expect, it } from 'vitest';
import { createMissedEvents } from './missed-events.ts';
import { mapleOtter, openApiStage, quietHeron, type ApiStage } from './testing/api-stage.ts';
import { createTwitchApi } from './twitch-api.ts';

let stage: ApiStage | undefined;
afterEach(async () => {
  await stage?.[Symbol.asyncDispose]();
  stage = undefined;
});

const open = async (options?: Parameters<typeof openApiStage>[0]): Promise<ApiStage> => {
  stage = await openApiStage(options);
  await stage.harness.start(stage.api);
  return stage;
};

const helper = { login: 'cuelight_helper', displayName: 'Cuelight_Helper' };

describe('twitch api', () => {
  it('is connected once Twitch knows the account and the channel', async () => {
    const { api, harness } = await open();
    expect(harness.conditions.get('Connected')).toMatchObject({ status: 'true' });
    expect(api.channel).toMatchObject({ login: 'lantern_cove_rehearsal' });
    expect(await api.getHealth?.(new AbortController().signal)).toMatchObject([
      { type: 'Answering', status: 'true', reason: 'Answered' },
    ]);
    expect(api.getStatus?.()).toMatchObject({ calls: 2, remainingPoints: expect.any(Number) });
  });

  it('rejects an unknown channel as a wrong setting', async () => {
    const opened = await openApiStage();
    stage = opened;
    const { server, tokens, clock, harness } = opened;
    const api = createTwitchApi({
      readPlace: () => ({ channel: '#nobody_there', baseUrl: server.apiUrl }),
      tokens,
      clock,
    });
    await expect(harness.start(api)).rejects.toMatchObject({
      code: 'twitch.channel-unknown',
      kind: 'configuration',
    });
  });

  it('does nothing before it is connected', async () => {
    stage = await openApiStage();
    expect(await stage.api.getChannelInfo()).toMatchObject({
      ok: false,
      error: { code: 'twitch.not-connected' },
    });
  });

  it('changes title and category, and reads them back', async () => {
    const { api } = await open();
    expect(await api.setChannelInfo({ title: 'Night market', category: 'minecraft' })).toEqual({
      ok: true,
      value: { title: 'Night market', category: { id: '27471', name: 'Minecraft' } },
    });
    const unknown = await api.setChannelInfo({ category: 'Mine' });
    expect(unknown).toMatchObject({ ok: false, error: { code: 'twitch.category-unknown' } });
    expect(!unknown.ok && unknown.error.message).toContain('"Minecraft"');
    expect(await api.setChannelInfo({ title: '' })).toMatchObject({
      ok: false,
      error: { code: 'twitch.request-refused', message: expect.stringContaining('1 to 140 characters') },
    });
  });

  it('sends a message, and distinguishes a dropped message from a sent one', async () => {
    const { api, server } = await open();
    expect(await api.sendMessage({ text: 'Welcome', replyTo: 'm-1' })).toMatchObject({
      ok: true,
      value: { result: 'delivered', messageId: server.world.sent[0]?.id },
    });
    expect(server.world.sent).toMatchObject([{ text: 'Welcome', replyTo: 'm-1' }]);
    server.faults.dropReason = {
      code: 'msg_duplicate',
      message: 'Your message is identical to the previous one.',
    };
    expect(await api.sendMessage({ text: 'Welcome' })).toEqual({
      ok: true,
      value: {
        result: 'refused',
        messageId: null,
        message: 'Twitch dropped the message: Your message is identical to the previous one.',
      },
    });
  });

  it('reports bans and timeouts in its own channel, and their end', async () => {
    const { api, server, clock } = await open();
    server.world.meet(mapleOtter);
    const user = await api.findUser('@Maple_Otter');
    if (!user.ok || !user.value) throw new Error('not found');
    const { id } = user.value;
    expect(await api.isBanned(id)).toEqual({ ok: true, value: false });
    await api.timeOut(id, 60, 'spam');
    expect(await api.isBanned(id)).toEqual({ ok: true, value: true });
    await clock.advance(61_000);
    expect(await api.isBanned(id)).toEqual({ ok: true, value: false });
    await api.ban(id, '');
    expect(await api.isBanned(id)).toEqual({ ok: true, value: true });
  });

  it('moderates as its own account, also in another user’s channel', async () => {
    const { api, server } = await open({ account: helper });
    server.world.meet(mapleOtter);
    const user = await api.findUser('@Maple_Otter');
    if (!user.ok || !user.value) throw new Error('not found');
    expect(await api.timeOut(user.value.id, 60, 'spam')).toMatchObject({ ok: true });
    const ban = server.world.bans.get(user.value.id);
    expect(ban).toMatchObject({ moderatorId: server.world.account.id, reason: 'spam' });
    expect(ban?.endsAt).toBe(server.world.clock.now() + 60_000);
    expect(await api.ban(user.value.id, '')).toMatchObject({ ok: true });
    expect(server.world.bans.get(user.value.id)?.endsAt).toBeNull();
    // Only the broadcaster's account may read this.
    expect(await api.isBanned(user.value.id)).toMatchObject({
      ok: false,
      error: { code: 'twitch.not-permitted' },
    });
    expect(await api.unban(user.value.id)).toMatchObject({ ok: true });
    expect(await api.unban(user.value.id)).toMatchObject({
      ok: false,
      error: { code: 'twitch.request-refused' },
    });
    expect(await api.deleteMessage('m-7')).toMatchObject({ ok: true });
    expect(server.world.deletedMessages).toEqual(['m-7']);
    expect(await api.deleteMessage('unknown')).toMatchObject({
      ok: false,
      error: { code: 'twitch.not-found' },
    });
    expect(await api.sendMessage({ text: 'Calm, please' })).toMatchObject({ ok: true });
    expect(server.world.sent[0]?.senderId).toBe(server.world.account.id);
  });

  it('adds markers and clips to the live stream, and explains why it cannot', async () => {
    const { api, server, clock } = await open();
    expect(await api.getLiveSince()).toEqual({ ok: true, value: null });
    expect(await api.createMarker('start')).toMatchObject({ ok: false });
    server.acts.goLive();
    await clock.advance(5_000);
    expect(await api.getLiveSince()).toEqual({ ok: true, value: server.world.liveSince });
    expect(await api.createMarker('boss')).toEqual({ ok: true, value: { positionSeconds: 5 } });
    expect(await api.createClip()).toMatchObject({ ok: true, value: { id: server.world.clips[0]?.id } });
  });

  it('lists, fulfils and refunds redemptions', async () => {
    const { api, server, clock } = await open();
    const first = server.acts.redeem(mapleOtter, 'Hydrate');
    await clock.advance(1_000);
    const second = server.acts.redeem(quietHeron, 'Choose the next song', 'the slow one');
    const listed = await api.listRedemptions();
    expect(listed).toMatchObject({
      ok: true,
      value: [{ id: second.id, input: 'the slow one', cost: 1_500 }, { id: first.id }],
    });
    expect(await api.settleRedemption({ id: first.id, rewardId: first.reward.id }, 'fulfil')).toMatchObject({
      ok: true,
    });
    expect(await api.settleRedemption({ id: second.id, rewardId: second.reward.id }, 'refund')).toMatchObject(
      { ok: true },
    );
    expect([first.status, second.status]).toEqual(['FULFILLED', 'CANCELED']);
    expect(await api.settleRedemption({ id: first.id, rewardId: first.reward.id }, 'refund')).toMatchObject({
      ok: false,
      error: { code: 'twitch.not-found' },
    });
    expect(await api.listRedemptions()).toEqual({ ok: true, value: [] });
  });

  it('reads follows and subscribers across several pages', async () => {
    const { api, server, clock } = await open();
    const start = clock.now();
    for (let index = 0; index < 250; index += 1) {
      const person = { login: `viewer_${index}`, displayName: `Viewer_${index}` };
      server.acts.follow(person, start + index * 1_000);
      if (index < 120) server.acts.subscribe(person);
    }
    const all = await api.followsSince(start);
    expect(all.ok && all.value.length).toBe(250);
    const late = await api.followsSince(start + 248_000);
    expect(late.ok && late.value.map((follow) => follow.user.login)).toEqual(['viewer_248', 'viewer_249']);
    const subscribers = await api.listSubscribers();
    expect(subscribers.ok && subscribers.value.length).toBe(120);
  });

  it('lists missed events, and reports the kinds that cannot be listed', async () => {
    const { api, server, clock } = await open();
    server.acts.subscribe(mapleOtter);
    const missed = createMissedEvents(api);
    await missed.remember();
    const from = clock.now();
    await clock.advance(1_000);
    server.acts.subscribe(quietHeron);
    server.acts.redeem(mapleOtter, 'Hydrate');
    const found = await missed.since(from);
    expect(found.subscribers.map((user) => user.login)).toEqual(['quiet_heron']);
    expect(found.redemptions).toHaveLength(1);
    server.faults.failHelix = 503;
    const later = await missed.since(from);
    expect(later.redemptions).toEqual([]);
    expect(later.notFetched).toHaveLength(4);
  });
});

describe('failures of the calls', () => {
  it('F7: renews a refused token once and continues; fails when the sign-in is over', async () => {
    const { api, server, tokens, issue, harness } = await open();
    server.faults.expireAccessTokens();
    tokens.next = issue();
    expect(await api.getChannelInfo()).toMatchObject({ ok: true });
    expect(tokens.replacements).toBe(1);
    const life = await harness.start(api);
    server.faults.revokeAuthorization();
    tokens.next = null;
    expect(await api.getChannelInfo()).toMatchObject({ ok: false, error: { code: 'twitch.sign-in-over' } });
    expect(life.failure).toMatchObject({ kind: 'authentication' });
  });

  it('does not renew the token for a missing permission', async () => {
    const { api, tokens, harness } = await open({ scopes: [] });
    const life = await harness.start(api);
    const sent = await api.sendMessage({ text: 'Hello' });
    expect(sent).toMatchObject({
      ok: false,
      error: { code: 'twitch.not-permitted', kind: 'authentication' },
    });
    expect(!sent.ok && sent.error.message).toContain('user:write:chat');
    expect(tokens.replacements).toBe(0);
    expect(life.failure).toBeUndefined();
  });

  it('calls once and leaves retries to the core', async () => {
    const { api, server, harness } = await open();
    const before = server.requests.length;
    server.faults.failHelix = 500;
    expect(await api.getChannelInfo()).toMatchObject({
      ok: false,
      error: { code: 'twitch.unavailable', kind: 'transient' },
    });
    expect(server.requests.length - before).toBe(1);
    expect(await api.getHealth?.(new AbortController().signal)).toMatchObject([
      { type: 'Answering', status: 'false' },
    ]);
    await expect(harness.start(api)).rejects.toMatchObject({ kind: 'transient' });
  });

  it('makes no calls during a rate limit, and continues after it', async () => {
    const { api, server, clock } = await open();
    server.faults.exhaustRateLimit(20_000);
    const refused = await api.getChannelInfo();
    expect(refused).toMatchObject({ ok: false, error: { code: 'twitch.rate-limited', kind: 'transient' } });
    expect(!refused.ok && refused.error.retryAfterMs).toBeGreaterThanOrEqual(19_000);
    const before = server.requests.length;
    expect(await api.getChannelInfo()).toMatchObject({ ok: false, error: { code: 'twitch.rate-limited' } });
    expect(server.requests.length).toBe(before);
    await clock.advance(21_000);
    expect(await api.getChannelInfo()).toMatchObject({ ok: true });
  });

  it('recognises a network that answers in place of Twitch', async () => {
    const { api, server } = await open();
    server.faults.captivePortal = true;
    expect(await api.getChannelInfo()).toMatchObject({
      ok: false,
      error: { code: 'twitch.unreachable', message: expect.stringContaining('sign-in page') },
    });
  });

  it('never shows the token in messages', async () => {
    const { api, server, tokens, harness } = await open();
    server.faults.failHelix = 500;
    const answer = await api.getChannelInfo();
    const said = JSON.stringify([answer, api.getStatus?.(), harness.events, harness.logged]);
    expect(said).not.toContain(tokens.token.accessToken);
  });
});

describe('the channel of each connection', () => {
  it('reads channel and address at each start, and answers "not connected" in between', async () => {
    const opened = await openApiStage();
    stage = opened;
    const { server, tokens, clock, harness } = opened;
    let channel = 'nobody_there';
    const api = createTwitchApi({
      readPlace: () => Promise.resolve({ channel, baseUrl: server.apiUrl }),
      tokens,
      clock,
    });
    await expect(harness.start(api)).rejects.toMatchObject({ code: 'twitch.channel-unknown' });
    expect(await api.getChannelInfo()).toMatchObject({ ok: false, error: { code: 'twitch.not-connected' } });
    channel = server.world.broadcaster.login;
    const life = await harness.start(api);
    expect(api.channel).toMatchObject({ login: channel });
    expect(await api.getChannelInfo()).toMatchObject({ ok: true });
    await life.stop();
    expect(api.channel).toBeNull();
    expect(await api.getChannelInfo()).toMatchObject({ ok: false, error: { code: 'twitch.not-connected' } });
  });
});
