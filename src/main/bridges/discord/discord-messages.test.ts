import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { broadcaster, moderator, openStage, viewer } from './testing/stage.ts';

const within = { timeout: 20_000, interval: 20 } as const;

describe('messages', () => {
  it('delivers messages in the terms of Cuelight', async () => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    const first = stage.discord.say(viewer, 'hello <:wave:123456789012345678> there');
    stage.discord.say(moderator, `be nice, ${stage.discord.mention(viewer)}`, { replyTo: first });
    stage.discord.say(broadcaster, 'welcome');
    await vi.waitFor(() => expect(stage.heard).toHaveLength(3), within);
    expect(stage.heard[0]).toMatchObject({
      id: first,
      platform: 'discord',
      channel: stage.discord.channelId,
      channelTitle: '#stream-chat',
      userName: 'maple_otter',
      displayName: 'Maple Otter',
      text: 'hello :wave: there',
      roles: ['viewer'],
      own: false,
      replyTo: null,
    });
    expect(stage.heard[1]).toMatchObject({
      text: 'be nice, @Maple Otter',
      roles: ['moderator'],
      replyTo: first,
    });
    expect(stage.heard[2]?.roles).toEqual(['broadcaster']);
    expect(stage.bridge.getMetrics?.().find(({ name }) => name === 'messagesPerMinute')?.value).toBe(3);
    await life.stop();
  });

  it('sends with confirmation, recognises its own messages, and mentions nobody', async () => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    const question = stage.discord.say(viewer, 'who is here?');
    const sent = await stage.bridge.send({
      text: `hi @everyone ${stage.discord.mention(viewer)}`,
      replyTo: question,
    });
    expect(sent).toMatchObject({ ok: true, value: { result: 'delivered' } });
    await vi.waitFor(() => expect(stage.heard).toHaveLength(2), within);
    const written = stage.discord.messages().at(-1);
    expect(written).toMatchObject({ authorId: stage.discord.botId, replyTo: question });
    expect(stage.heard[1]).toMatchObject({ id: written?.id, own: true, replyTo: question });
    expect(sent.ok && sent.value.messageId).toBe(written?.id);
    await life.stop();
  });

  it.each([
    ['does not fit', { colors: { primary_color: 0x5_f5_e0_ff } }, /^its color does not fit/],
    ['discord.js cannot read', {}, /^required fields are missing$/],
  ])(
    'reports a message that %s without its content, and reads the next one',
    async (_what, colors, words) => {
      await using stage = await openStage();
      const life = await stage.harness.start(stage.bridge);
      const role = {
        id: '4242',
        name: 'Odd',
        color: 0x5_f5_e0_ff,
        position: 9,
        permissions: '0',
        flags: 0,
        ...colors,
      };
      stage.discord.faults.dispatchRaw('GUILD_ROLE_CREATE', { guild_id: stage.discord.guildId, role });
      const id = stage.discord.sayWith(viewer, { member: { roles: [role.id] } }, 'the rope holds');
      stage.discord.say(moderator, 'still here');
      await vi.waitFor(() => expect(stage.texts()).toEqual(['still here']), within);
      const reported = stage.harness.events.filter(({ topic }) => topic === 'chat.message-left-out');
      const problem = expect.stringMatching(words);
      expect(reported).toMatchObject([
        {
          level: 'warning',
          data: { platform: 'discord', channel: stage.discord.channelId, messageId: id, problem },
        },
      ]);
      expect(JSON.stringify(reported)).not.toMatch(/rope|Maple|5f5e0ff/i);
      await life.stop();
    },
  );

  it('reports a bulk deletion once, including messages from before the sign-in', async () => {
    await using stage = await openStage();
    const before = stage.discord.say(viewer, 'said before');
    const life = await stage.harness.start(stage.bridge);
    const ids = [before, stage.discord.say(viewer, 'one'), stage.discord.say(viewer, 'two')];
    stage.discord.removeTogether(ids);
    await vi.waitFor(() => expect(stage.harness.topics('chat.deleted')).toHaveLength(1), within);
    const reported = stage.harness.events.find(({ topic }) => topic === 'chat.deleted');
    expect(reported?.message).toBe('3 messages were deleted on Discord.');
    expect(reported?.data).toMatchObject({ scope: 'messages', by: 'deleted', author: null });
    expect(new Set(z.array(z.string()).parse(reported?.data['ids']))).toEqual(new Set(ids));
    await life.stop();
  });

  it('reports the deletion of all messages with their channel', async () => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    stage.discord.faults.deleteChannel();
    await vi.waitFor(() => expect(stage.harness.topics('chat.deleted')).toHaveLength(1), within);
    expect(stage.harness.events.find(({ topic }) => topic === 'chat.deleted')?.data).toMatchObject({
      scope: 'channel',
      by: 'deleted',
      ids: [],
    });
    await life.stop();
  });

  it('reports edits and deletions', async () => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    const id = stage.discord.say(viewer, 'teh lamp');
    stage.discord.edit(id, 'the lamp');
    stage.discord.remove(id);
    await vi.waitFor(() => expect(stage.harness.topics('chat.deleted')).toHaveLength(1), within);
    const channel = stage.heard[0]?.channel;
    const dataOf = (name: string) => stage.harness.events.find(({ topic }) => topic === name)?.data;
    expect(dataOf('chat.edited')).toMatchObject({ platform: 'discord', channel, id, text: 'the lamp' });
    expect(dataOf('chat.deleted')).toMatchObject({ channel, scope: 'messages', ids: [id], by: 'deleted' });
    await life.stop();
  });

  it('reports what remains when an edit empties the text, and reads embeds that the rehearsal sends', async () => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    const id = stage.discord.sayWith(viewer, { embeds: [{ title: 'Patch 7' }] }, 'look');
    await vi.waitFor(() => expect(stage.texts()).toEqual(['look']), within);
    stage.discord.edit(id, '');
    await vi.waitFor(() => expect(stage.harness.topics('chat.edited')).toHaveLength(1), within);
    expect(stage.harness.events.find(({ topic }) => topic === 'chat.edited')?.data).toMatchObject({
      text: '[embed] Patch 7',
    });
    await life.stop();
  });

  it('sends 2,000 emoji, which are 4,000 UTF-16 units', async () => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    const text = '😀'.repeat(stage.bridge.maxLength);
    expect(await stage.bridge.send({ text })).toMatchObject({ value: { result: 'delivered' } });
    expect(stage.discord.messages().map((message) => message.text)).toEqual([text]);
    expect(await stage.bridge.send({ text: `${text}😀` })).toMatchObject({
      value: { result: 'refused', message: expect.stringContaining('2001 characters') },
    });
    await life.stop();
  });

  it.each([
    { what: 'an empty text', status: null, body: {}, text: ' ', says: 'empty' },
    {
      what: 'a text over 2,000 characters',
      status: null,
      body: {},
      text: 'x'.repeat(2_001),
      says: '2001 characters',
    },
    {
      what: 'a missing permission',
      status: 403,
      body: { message: 'Missing Permissions', code: 50_013 },
      text: 'x',
      says: 'Send Messages',
    },
    { what: 'AutoMod', status: 400, body: { message: 'Blocked', code: 200_000 }, text: 'x', says: 'AutoMod' },
    {
      what: 'an unknown reason',
      status: 400,
      body: { message: 'No tea left', code: 99_999 },
      text: 'x',
      says: 'No tea left',
    },
  ])('reports a refusal for $what in plain words', async ({ status, body, text, says }) => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    if (status !== null) stage.discord.faults.refuseRest({ status, method: 'POST', times: 1, body });
    const sent = await stage.bridge.send({ text });
    expect(sent).toMatchObject({ ok: true, value: { result: 'refused', messageId: null } });
    expect(sent.ok && sent.value.message).toContain(says);
    await life.stop();
  });

  it('waits for a rate limit, keeps the order and reports the wait', async () => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    stage.discord.faults.rateLimitRest({ retryAfterMs: 400, global: true, times: 1 });
    const began = performance.now();
    const sent = await Promise.all(['one', 'two'].map((text) => stage.bridge.send({ text })));
    expect(performance.now() - began).toBeGreaterThanOrEqual(395);
    expect(sent.map((result) => result.ok && result.value.result)).toEqual(['delivered', 'delivered']);
    expect(stage.discord.messages().map(({ text }) => text)).toEqual(['one', 'two']);
    expect(stage.harness.events.find(({ topic }) => topic === 'discord.rate-limited')?.data).toMatchObject({
      global: true,
    });
    await life.stop();
  });

  it('returns a message when a rate limit is too long, and immediately when the bridge stops', async () => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    stage.discord.faults.rateLimitRest({ retryAfterMs: 60_000, global: false, times: 1 });
    const sent = await stage.bridge.send({ text: 'one' });
    expect(sent.ok ? null : sent.error).toMatchObject({ code: 'discord.rate-limited', kind: 'transient' });
    await life.stop();
  });

  it('retries after an error 500 without sending twice', async () => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    stage.discord.faults.refuseRest({ status: 500, method: 'POST', times: 1 });
    expect(await stage.bridge.send({ text: 'once' })).toMatchObject({
      ok: true,
      value: { result: 'delivered' },
    });
    stage.discord.faults.refuseRest({ status: 500, method: 'POST', times: 2 });
    const sent = await stage.bridge.send({ text: 'never' });
    expect(sent.ok ? null : sent.error).toMatchObject({ code: 'discord.server-error', kind: 'transient' });
    expect(stage.discord.messages().map(({ text }) => text)).toEqual(['once']);
    await life.stop();
  });

  it('fails when the token is revoked', async () => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    stage.discord.faults.refuseRest({
      status: 401,
      method: 'POST',
      times: 1,
      body: { message: '401: Unauthorized', code: 0 },
    });
    const sent = await stage.bridge.send({ text: 'x' });
    expect(sent.ok ? null : sent.error.code).toBe('discord.token-refused');
    expect(await life.failed).toMatchObject({ kind: 'authentication' });
    await life.stop();
  });
});
