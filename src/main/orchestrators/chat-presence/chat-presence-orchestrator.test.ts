import { afterEach, describe, expect, it } from 'vitest';
import { createCoreHarness, describeOrchestratorConformance } from '#core/testing/index.ts';
import type { CoreServices } from '#core/index.ts';
import type { EventRecord, Verdict } from '#shared/model/index.ts';
import { healthyVerdict } from '#shared/model/testing/healthy-component.ts';
import { chatMessage } from '../testing/fake-bridges.ts';
import { createFakeChat } from '../testing/fake-chat.ts';
import { happened } from '#core/testing/happened.ts';
import { chatPresenceManifest } from './manifest.ts';

const verdict: Verdict = healthyVerdict();

const build = (services: CoreServices, config: object = { discord: { enabled: true } }) => {
  const chat = createFakeChat();
  const orchestrator = chatPresenceManifest.create(services, config, {
    ...chat.ports,
    describe: () => ({ verdict, components: [], show: 'live' }),
  });
  return { orchestrator, twitch: chat.twitch, discord: chat.discord };
};

describeOrchestratorConformance('chat-presence', (services) => ({
  orchestrator: build(services).orchestrator,
}));

describe('chat presence', () => {
  let cleanUp: (() => Promise<unknown>) | undefined;
  afterEach(async () => {
    await cleanUp?.();
  });

  const start = async (config?: object) => {
    const { clock, createServices } = createCoreHarness();
    const services = createServices();
    const built = build(services, config);
    const started = built.orchestrator.initialize();
    await clock.advance(1_000);
    expect((await started).ok).toBe(true);
    cleanUp = () => built.orchestrator.cleanup();
    const events: EventRecord[] = [];
    services.bus.on('*', (event) => void events.push(event));
    const topics = (): string[] => events.map(({ topic }) => topic);
    return { ...built, clock, services, events, topics };
  };

  it('reports every message once, from either platform', async () => {
    const { twitch, discord, events, orchestrator } = await start();
    twitch.hear(chatMessage({ text: 'hello' }));
    twitch.hear(chatMessage({ text: 'hello' }));
    discord.hear(chatMessage({ platform: 'discord', text: 'hello' }));
    expect(events.filter(({ topic }) => topic === 'chat.message').map(({ source }) => source)).toEqual([
      'inbox',
      'inbox',
    ]);
    expect(orchestrator.recent(10)).toHaveLength(2);
  });

  it('answers !status with a reply and one chain of causes', async () => {
    const { twitch, events, clock } = await start();
    twitch.hear(chatMessage());
    await clock.settle();
    expect(twitch.sent).toEqual([
      { text: '@Maple_Otter We’re live – everything is running fine.', replyTo: 'm-1' },
    ]);
    const heard = events.find(({ topic }) => topic === 'chat.message');
    const answered = events.find(({ topic }) => topic === 'command.answered');
    expect(answered?.causeId).toBe(heard?.id);
    expect(events.find(({ topic }) => topic === 'chat.sent')?.data['result']).toBe('delivered');
  });

  it('records why a command was ignored', async () => {
    const { twitch, events, clock } = await start();
    twitch.hear(chatMessage({ own: true }));
    await clock.settle();
    expect(twitch.sent).toEqual([]);
    expect(events.find(({ topic }) => topic === 'command.ignored')?.data['reason']).toBe('OwnMessage');
  });

  it('marks the echo of its own answer with its cause', async () => {
    const { twitch, clock, orchestrator } = await start();
    twitch.hear(chatMessage());
    await clock.settle();
    twitch.hear(chatMessage({ id: 'echo', own: true, text: twitch.sent[0]?.text ?? '' }));
    expect(orchestrator.recent(1)[0]?.ownCause).toEqual({ componentId: 'commands', messageId: 'm-1' });
  });

  it('keeps one platform running while the other is disconnected', async () => {
    const { twitch, discord, clock, orchestrator } = await start();
    twitch.lose();
    await clock.settle();
    expect(orchestrator.targets().find(({ platform }) => platform === 'twitch')?.obstacle).toBe(
      'Not connected.',
    );
    discord.hear(chatMessage({ platform: 'discord' }));
    await clock.settle();
    expect(discord.sent).toHaveLength(1);
  });

  it('offers only enabled platforms', async () => {
    const { orchestrator } = await start({ discord: { enabled: false } });
    expect(orchestrator.targets().map(({ platform }) => platform)).toEqual(['twitch']);
  });

  it('refuses a message that is too long before anything is sent', async () => {
    const { orchestrator, twitch } = await start();
    const sent = await orchestrator.send({ platform: 'twitch', text: 'x'.repeat(501), cause: 'operator' });
    expect(sent).toMatchObject({ ok: false, error: { code: 'chat.too-long' } });
    expect(twitch.sent).toEqual([]);
  });

  it('counts emoji like the platform: 500 go to Twitch, 501 are refused as 501', async () => {
    const { orchestrator, twitch, clock } = await start();
    const text = '😀'.repeat(500);
    const sending = orchestrator.send({ platform: 'twitch', text, cause: 'operator' });
    await clock.settle();
    expect(await sending).toMatchObject({ ok: true });
    expect(twitch.sent.map((sent) => sent.text)).toEqual([text]);
    expect(
      await orchestrator.send({ platform: 'twitch', text: `${text}😀`, cause: 'operator' }),
    ).toMatchObject({ error: { message: expect.stringContaining('501 characters') } });
  });

  it('blocks a token and a known secret on each platform, until its owner confirms', async () => {
    const { orchestrator, twitch, discord, services, clock } = await start();
    services.redactor.addSecret('tR4xq9LmZ2bK7vWd');
    for (const text of ['mine is oauth:canary0123456789abcdef', 'mine is tR4xq9LmZ2bK7vWd']) {
      for (const platform of ['twitch', 'discord'] as const) {
        const message = { platform, text, cause: 'operator' };
        expect(await orchestrator.send(message)).toMatchObject({
          ok: false,
          error: { code: 'chat.looks-secret' },
        });
        const sent = orchestrator.send({ ...message, sendAnyway: true });
        await clock.settle();
        expect(await sent).toMatchObject({ ok: true, value: { result: 'delivered' } });
      }
    }
    expect(twitch.sent).toHaveLength(2);
    expect(discord.sent).toHaveLength(2);
  });

  it.each([
    'The secret: practice every day',
    'Top secret: raid night',
    'https://example.com/watch?v=abc&key=4',
    'https://example.com/redeem?code=WELCOME10',
    'the password: swordfish is from a film',
    'I love the twitch stream, and this message',
  ])('sends "%s", which contains no secret, also when the passwords are ordinary words', async (text) => {
    const { orchestrator, twitch, services, clock } = await start();
    for (const password of ['practice', 'raid', 'twitch', 'stream', 'message', '4', 'abc'])
      services.redactor.addSecret(password);
    const sent = orchestrator.send({ platform: 'twitch', text, cause: 'operator' });
    await clock.settle();
    expect(await sent).toMatchObject({ ok: true });
    expect(twitch.sent.map((message) => message.text)).toEqual([text]);
  });

  it.each(['chat', 'message', 'twitch', 'status', 'inbox', 'commands', 'm-1', 'maple_otter', 'Maple_Otter'])(
    'keeps a line and answers its command although the password is "%s"',
    async (password) => {
      const { twitch, orchestrator, services, clock } = await start();
      services.redactor.addSecret(password);
      const line = chatMessage({ text: `!status please, ${password}ing the secret: ${password} knows him` });
      twitch.hear(line);
      await clock.settle();
      expect(orchestrator.recent(1)).toEqual([line]);
      expect(twitch.sent).toEqual([
        { text: '@Maple_Otter We’re live – everything is running fine.', replyTo: 'm-1' },
      ]);
    },
  );

  it('blocks a Discord post, its name and an edit with a secret, until its owner confirms', async () => {
    const { orchestrator } = await start();
    const { discordParts } = orchestrator;
    const secret = 'live_123456_abcdefghij0123456789';
    const post = { text: 'Hello', channelId: null, as: null, mentionRoleId: null, key: 'k', triedAt: null };
    const named = { ...post, as: { name: secret, avatarUrl: null } };
    const place = { channelId: '1', messageId: '2', webhookId: null };
    const refused = { ok: false, error: { code: 'chat.looks-secret' } };
    expect(await discordParts.post({ ...post, text: secret }, 'operator')).toMatchObject(refused);
    expect(await discordParts.post(named, 'operator')).toMatchObject(refused);
    expect(await discordParts.edit(place, secret)).toMatchObject(refused);
    expect(await discordParts.post({ ...post, text: secret }, 'operator', true)).not.toMatchObject(refused);
    expect(await discordParts.edit(place, secret, true)).not.toMatchObject(refused);
    expect(await discordParts.post(post, 'operator')).not.toMatchObject(refused);
  });

  it('posts a go-live notice with a token in it only when the settings allow that', async () => {
    const goLive = { enabled: true, text: 'Key: live_123456_abcdefghij0123456789' };
    const { orchestrator } = await start({ discord: { enabled: true }, goLive });
    const refused = { ok: false, error: { code: 'chat.looks-secret' } };
    expect(await orchestrator.discordParts.goLive.try()).toMatchObject(refused);
    expect(orchestrator.applyConfig({ goLive: { postSecrets: true } }).ok).toBe(true);
    expect(await orchestrator.discordParts.goLive.try()).not.toMatchObject(refused);
    expect(
      orchestrator.applyConfig({ goLive: { postSecrets: false, text: 'Top secret: raid night' } }).ok,
    ).toBe(true);
    expect(await orchestrator.discordParts.goLive.try()).not.toMatchObject(refused);
  });

  it('keeps slash commands and the go-live notice idle while they are disabled, and removes the commands', async () => {
    const { orchestrator, discord, clock, events, services } = await start();
    const part = (id: string) => orchestrator.getStatus().components.find((each) => each.id === id);
    expect(part('slash-commands')).toMatchObject({ state: 'idle', desired: 'stopped' });
    expect(part('go-live')).toMatchObject({ state: 'idle', desired: 'stopped' });
    orchestrator.applyConfig({ commands: { slash: true } });
    await clock.advance(1_000);
    expect(part('slash-commands')?.state).toBe('running');
    expect(discord.offers).toEqual([['status', 'health']]);
    orchestrator.applyConfig({ commands: { slash: false } });
    await clock.advance(1_000);
    expect(part('slash-commands')).toMatchObject({ state: 'stopped', desired: 'stopped' });
    expect(discord.offers).toEqual([['status', 'health'], []]);
    services.bus.emit('discord', happened('discord.connected', { message: 'Connected.' }));
    await clock.advance(1_000);
    expect(discord.offers).toHaveLength(2);
    expect(events.filter(({ topic }) => topic === 'discord.commands-changed').at(-1)?.message).toBe(
      'Discord no longer offers /status, /health',
    );
  });

  it('reports a message that was edited or deleted on Discord, without starting a command', async () => {
    const { discord, services, clock, events, topics } = await start();
    discord.hear(chatMessage({ platform: 'discord', text: 'hello' }));
    await clock.advance(0);
    const at = clock.now();
    const { channel } = chatMessage();
    const change = { platform: 'discord', channel, at, author: null };
    services.bus.emit(
      'discord',
      happened('chat.edited', {
        message: 'Changed.',
        data: { ...change, id: 'm-1', text: '!status' },
      }),
    );
    const deletion = { ...change, by: 'deleted', scope: 'messages', ids: ['m-1'] };
    services.bus.emit('discord', happened('chat.deleted', { message: 'Deleted.', data: deletion }));
    services.bus.emit('discord', happened('chat.deleted', { message: 'Sent again.', data: deletion }));
    services.bus.emit('discord', happened('chat.deleted', { message: 'Malformed.', data: { ids: 7 } }));
    await clock.advance(1_000);
    const changes = events.filter(({ topic }) => topic === 'chat.message-changed');
    expect(changes.map(({ data }) => data['change'])).toEqual(['edited', 'deleted']);
    expect(changes[1]?.data['messages']).toMatchObject([{ text: '!status', editedAt: at, deletedAt: at }]);
    expect(topics()).not.toContain('command.answered');
    expect(discord.sent).toEqual([]);
  });

  it('ignores a command that a moderator removed before it arrived, and shows it as removed', async () => {
    const { orchestrator, twitch, services, clock, topics } = await start();
    const late = chatMessage({ text: '!status', at: clock.now() });
    const deletion = {
      platform: 'twitch',
      channel: late.channel,
      at: clock.now() + 1,
      by: 'banned',
      scope: 'author',
      ids: [],
      author: { userId: late.userId, login: late.userName, displayName: null },
    };
    services.bus.emit('twitch-chat', happened('chat.deleted', { message: 'Banned.', data: deletion }));
    twitch.hear(late);
    await clock.advance(1_000);
    expect(topics()).not.toContain('command.answered');
    expect(twitch.sent).toEqual([]);
    expect(orchestrator.recent(1)).toMatchObject([{ removed: { by: 'banned' }, deletedAt: deletion.at }]);
  });

  it('marks a deleted message while the inbox is stopped, because its messages are still shown', async () => {
    const { orchestrator, discord, services, clock } = await start();
    const message = chatMessage({ platform: 'discord', text: 'hello' });
    discord.hear(message);
    await clock.advance(0);
    const stopped = orchestrator.cleanup();
    await clock.advance(1_000);
    await stopped;
    services.bus.emit(
      'discord',
      happened('chat.deleted', {
        message: 'Deleted.',
        data: {
          platform: 'discord',
          channel: message.channel,
          at: 5,
          author: null,
          by: 'deleted',
          scope: 'messages',
          ids: [message.id],
        },
      }),
    );
    expect(orchestrator.recent(1)).toMatchObject([{ text: 'hello', deletedAt: 5 }]);
  });

  it('stops answering !status when it is disabled in the settings', async () => {
    const { orchestrator, twitch, clock } = await start();
    expect(orchestrator.applyConfig({ commands: { status: false } })).toMatchObject({
      ok: true,
      value: { restarts: ['commands'] },
    });
    await clock.advance(1_000);
    twitch.hear(chatMessage());
    await clock.settle();
    expect(twitch.sent).toEqual([]);
  });
});
