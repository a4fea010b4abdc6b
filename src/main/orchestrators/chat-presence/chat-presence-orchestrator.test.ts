import { afterEach, describe, expect, it } from 'vitest';
import { createCoreHarness, describeOrchestratorConformance } from '#core/testing/index.ts';
import type { CoreServices } from '#core/index.ts';
import type { EventRecord, Verdict } from '#shared/model/index.ts';
import { chatMessage, FakeChatBridge, FakeDiscordBridge, FakeObsBridge } from '../testing/fake-bridges.ts';
import { ChatPresenceOrchestrator } from './chat-presence-orchestrator.ts';

const verdict: Verdict = {
  level: 'healthy',
  sentence: 'All well',
  since: 0,
  causeId: null,
  collateral: [],
  action: null,
};

const build = (services: CoreServices, config: object = { discord: { enabled: true } }) => {
  const made: { twitch?: FakeChatBridge; discord?: FakeDiscordBridge; obs: Map<string, FakeObsBridge> } = {
    obs: new Map(),
  };
  const orchestrator = new ChatPresenceOrchestrator(services, {
    config,
    bridges: {
      twitch: (deliver) => (made.twitch = new FakeChatBridge('twitch', deliver)),
      discord: (deliver, respond) => (made.discord = new FakeDiscordBridge(deliver, respond)),
      obs: (name) => {
        const bridge = new FakeObsBridge();
        made.obs.set(name, bridge);
        return bridge;
      },
    },
    describe: () => ({ verdict, components: [], show: 'live' }),
  });
  const { twitch, discord } = made;
  if (!twitch || !discord) throw new Error('The chat bridges were not made');
  return { orchestrator, twitch, discord, obs: made.obs };
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

  it('tells every message once, from either platform', async () => {
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

  it('answers !status as a reply, with one chain of causes', async () => {
    const { twitch, events, clock } = await start();
    twitch.hear(chatMessage());
    await clock.settle();
    expect(twitch.sent).toEqual([{ text: '@Maple_Otter All well. The show is live.', replyTo: 'm-1' }]);
    const heard = events.find(({ topic }) => topic === 'chat.message');
    const answered = events.find(({ topic }) => topic === 'command.answered');
    expect(answered?.causeId).toBe(heard?.id);
    expect(events.find(({ topic }) => topic === 'chat.sent')?.data['result']).toBe('delivered');
  });

  it('records why a command was left alone', async () => {
    const { twitch, events, clock } = await start();
    twitch.hear(chatMessage({ own: true }));
    await clock.settle();
    expect(twitch.sent).toEqual([]);
    expect(events.find(({ topic }) => topic === 'command.ignored')?.data['reason']).toBe('OwnMessage');
  });

  it('marks the echo of its own answer with what caused it', async () => {
    const { twitch, clock, orchestrator } = await start();
    twitch.hear(chatMessage());
    await clock.settle();
    twitch.hear(chatMessage({ id: 'echo', own: true, text: twitch.sent[0]?.text ?? '' }));
    expect(orchestrator.recent(1)[0]?.ownCause).toEqual({ componentId: 'commands', messageId: 'm-1' });
  });

  it('goes on with one platform while the other is lost', async () => {
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

  it('offers only the platforms that are switched on', async () => {
    const { orchestrator } = await start({ discord: { enabled: false } });
    expect(orchestrator.targets().map(({ platform }) => platform)).toEqual(['twitch']);
  });

  it('refuses a message that is too long before anything is sent', async () => {
    const { orchestrator, twitch } = await start();
    const sent = await orchestrator.send({ platform: 'twitch', text: 'x'.repeat(501), cause: 'operator' });
    expect(sent).toMatchObject({ ok: false, error: { code: 'chat.too-long' } });
    expect(twitch.sent).toEqual([]);
  });

  it('counts emoji as the platform does: 500 go to Twitch, 501 are refused as 501', async () => {
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

  it('never sends what looks like a token', async () => {
    const { orchestrator, twitch } = await start();
    const sent = await orchestrator.send({
      platform: 'twitch',
      text: 'mine is oauth:canary0123456789abcdef',
      cause: 'operator',
    });
    expect(sent).toMatchObject({ ok: false, error: { code: 'chat.looks-secret' } });
    expect(twitch.sent).toEqual([]);
  });

  it('takes on an OBS that the settings add, and lets go of one they drop', async () => {
    const { orchestrator, clock } = await start();
    const instance = (name: string) => ({ name, address: 'ws://127.0.0.1:4455', enabled: true });
    expect(orchestrator.applyConfig({ obs: { instances: [instance('stage-left')] } }).ok).toBe(true);
    await clock.advance(1_000);
    expect(orchestrator.hasComponent('obs:stage-left')).toBe(true);
    expect(orchestrator.hasComponent('obs:main')).toBe(false);
    expect(orchestrator.obs('obs:main')).toBeNull();
  });

  it('has slash commands idle while they are switched off, as the go-live notice is, and takes them back', async () => {
    const { orchestrator, discord, clock, events, services } = await start();
    const part = (id: string) => orchestrator.getStatus().components.find((each) => each.id === id);
    expect(part('slash-commands')).toMatchObject({ state: 'idle', wanted: 'stopped' });
    expect(part('go-live')).toMatchObject({ state: 'idle', wanted: 'stopped' });
    orchestrator.applyConfig({ commands: { slash: true } });
    await clock.advance(1_000);
    expect(part('slash-commands')?.state).toBe('running');
    expect(discord.offers).toEqual([['status', 'health']]);
    orchestrator.applyConfig({ commands: { slash: false } });
    await clock.advance(1_000);
    expect(part('slash-commands')).toMatchObject({ state: 'stopped', wanted: 'stopped' });
    expect(discord.offers).toEqual([['status', 'health'], []]);
    services.bus.emit('discord', 'discord.connected', { message: 'Connected.' });
    await clock.advance(1_000);
    expect(discord.offers).toHaveLength(2);
    expect(events.filter(({ topic }) => topic === 'discord.commands-changed').at(-1)?.message).toBe(
      'Discord no longer offers /status, /health',
    );
  });

  it('tells of a message that was edited or deleted on Discord, and starts no command by it', async () => {
    const { discord, services, clock, events, topics } = await start();
    discord.hear(chatMessage({ platform: 'discord', text: 'hello' }));
    await clock.advance(0);
    const at = clock.now();
    services.bus.emit('discord', 'discord.message-edited', {
      message: 'Changed.',
      data: { messageId: 'm-1', channelId: '3', text: '!status', at },
    });
    services.bus.emit('discord', 'discord.message-deleted', {
      message: 'Deleted.',
      data: { messageId: 'm-1', channelId: '3' },
    });
    services.bus.emit('discord', 'discord.message-deleted', { message: 'Deleted.', data: { messageId: 7 } });
    await clock.advance(1_000);
    const changes = events.filter(({ topic }) => topic === 'chat.message-changed');
    expect(changes.map(({ data }) => data['change'])).toEqual(['edited', 'deleted']);
    expect(changes[1]?.data['message']).toMatchObject({ text: '!status', editedAt: at });
    expect(topics()).not.toContain('command.answered');
    expect(discord.sent).toEqual([]);
  });

  it('stops answering !status when the settings say so', async () => {
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
