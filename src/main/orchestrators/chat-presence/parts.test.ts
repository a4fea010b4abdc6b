import { describe, expect, it } from 'vitest';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import type { ChatMessage, ChatRole } from '#shared/model/index.ts';
import { chatMessage as message } from '../testing/fake-bridges.ts';
import { ok } from '#shared/kernel/index.ts';
import { CommandRouter, type ChatCommand } from './command-router.ts';
import { chatPresenceConfig } from './config.ts';
import { Inbox } from './inbox.ts';
import { OutboundQueue } from './outbound-queue.ts';
import { describeStatus } from './status-answer.ts';

describe('the inbox', () => {
  it('takes each message once, and counts repeats', () => {
    const inbox = new Inbox(createFakeClock());
    expect(inbox.take(message())).not.toBeNull();
    expect(inbox.take(message())).toBeNull();
    expect(inbox.take(message({ platform: 'discord' }))).not.toBeNull();
    expect([inbox.received, inbox.repeated]).toEqual([2, 1]);
  });

  it('says what caused one of our own messages, once for each echo', () => {
    const inbox = new Inbox(createFakeClock());
    inbox.expectOwn({ platform: 'twitch', text: 'All well', componentId: 'chat-presence', messageId: 'm-0' });
    const first = inbox.take(message({ id: 'e-1', own: true, text: 'All well' }));
    const second = inbox.take(message({ id: 'e-2', own: true, text: 'All well' }));
    expect(first?.ownCause).toEqual({ componentId: 'chat-presence', messageId: 'm-0' });
    expect(second?.ownCause).toBeNull();
  });

  it('forgets a cause whose echo never came', async () => {
    const clock = createFakeClock();
    const inbox = new Inbox(clock);
    inbox.expectOwn({ platform: 'twitch', text: 'All well', componentId: 'chat-presence', messageId: null });
    await clock.advance(20_000);
    expect(inbox.take(message({ own: true, text: 'All well' }))?.ownCause).toBeNull();
  });

  it('holds a message as it reads now, and what was deleted as it read', () => {
    const inbox = new Inbox(createFakeClock());
    inbox.take(message({ text: 'frist', emotes: [{ id: '1', from: 0, to: 5 }] }));
    const edited = inbox.change('twitch', 'm-1', { text: 'first', editedAt: 5 });
    expect(edited).toMatchObject({ text: 'first', editedAt: 5, emotes: [] });
    expect(inbox.change('discord', 'm-1', { deletedAt: 6 })).toBeNull();
    expect(inbox.change('twitch', 'm-1', { deletedAt: 6 })).toMatchObject({ text: 'first', deletedAt: 6 });
    expect(inbox.change('twitch', 'm-1', { text: 'again', editedAt: 7 })).toBeNull();
    expect(inbox.recent(1)).toMatchObject([{ text: 'first', editedAt: 5, deletedAt: 6 }]);
  });

  it('stays bounded, whatever comes', () => {
    const inbox = new Inbox(createFakeClock());
    for (let index = 0; index < 5_000; index += 1) inbox.take(message({ id: `m-${index}` }));
    expect(inbox.recent(10_000)).toHaveLength(500);
    expect(inbox.recent(1)[0]?.id).toBe('m-4999');
  });
});

describe('the command router', () => {
  const status: ChatCommand = {
    name: 'status',
    role: 'viewer',
    globalCooldownMs: 5_000,
    userCooldownMs: 30_000,
    answer: () => 'All well',
  };
  const scene: ChatCommand = { ...status, name: 'scene', role: 'moderator' };

  it('answers a command, in any case', () => {
    const decision = new CommandRouter(createFakeClock(), [status]).route(
      message({ text: '!STATUS please' }),
    );
    expect(decision).toMatchObject({ kind: 'answer', text: 'All well' });
  });

  it.each<[string, Partial<ChatMessage>, string]>([
    ['our own message', { own: true }, 'OwnMessage'],
    ['a message of a shared chat', { sharedFrom: '99' }, 'SharedChat'],
    ['a command that is not there', { text: '!captain' }, 'UnknownCommand'],
    ['a viewer’s try at a moderator’s command', { text: '!scene BRB' }, 'RoleTooLow'],
  ])('ignores %s, and says why', (_what, change, reason) => {
    const decision = new CommandRouter(createFakeClock(), [status, scene]).route(message(change));
    expect(decision).toMatchObject({ kind: 'ignored', reason });
  });

  it.each(['status', '! status', '!!status', '/status', '.status', '!ѕtatus', 'say !status', '!status2'])(
    'does not take "%s" for the command',
    (text) => {
      expect(new CommandRouter(createFakeClock(), [status]).route(message({ text })).kind).not.toBe('answer');
    },
  );

  it.each<[ChatRole[], boolean]>([
    [['viewer'], false],
    [['subscriber', 'vip'], false],
    [['moderator'], true],
    [['broadcaster'], true],
    [[], false],
  ])('lets %j use a moderator’s command: %s', (roles, allowed) => {
    const decision = new CommandRouter(createFakeClock(), [scene]).route(message({ text: '!scene', roles }));
    expect(decision.kind === 'answer').toBe(allowed);
  });

  it('waits between answers: everybody for a little, one person for longer', async () => {
    const clock = createFakeClock();
    const router = new CommandRouter(clock, [status]);
    expect(router.route(message()).kind).toBe('answer');
    expect(router.route(message({ userId: '8' }))).toMatchObject({ reason: 'CoolingDown' });
    await clock.advance(5_000);
    expect(router.route(message({ userId: '8' })).kind).toBe('answer');
    await clock.advance(5_000);
    expect(router.route(message())).toMatchObject({ reason: 'CoolingDown' });
    await clock.advance(20_000);
    expect(router.route(message()).kind).toBe('answer');
  });
});

describe('the way out', () => {
  const bridge = (send: (text: string) => Promise<void>, obstacle: string | null = null) => ({
    platform: 'twitch' as const,
    maxLength: 500,
    sendObstacle: obstacle,
    send: async ({ text }: { text: string }) => {
      await send(text);
      return ok({ result: 'delivered' as const, messageId: 'x', message: 'Delivered.' });
    },
  });

  it('sends one after another, in order', async () => {
    const log: string[] = [];
    const queue = new OutboundQueue(
      bridge(async (text) => {
        log.push(`begin ${text}`);
        await Promise.resolve();
        log.push(`end ${text}`);
      }),
      createFakeClock(),
    );
    await Promise.all([queue.enqueue('a'), queue.enqueue('b')]);
    expect(log).toEqual(['begin a', 'end a', 'begin b', 'end b']);
    expect(queue.depth).toBe(0);
  });

  it('says why nothing can be sent', async () => {
    const queue = new OutboundQueue(
      bridge(async () => undefined, 'Twitch chat is read-only.'),
      createFakeClock(),
    );
    expect(await queue.enqueue('a')).toMatchObject({ ok: false, error: { code: 'chat.cannot-send' } });
  });

  it('is bounded, and gives up what waits when it is cleared', async () => {
    const queue = new OutboundQueue(
      bridge(() => new Promise(() => undefined)),
      createFakeClock(),
    );
    void queue.enqueue('on its way');
    const waiting = Array.from({ length: 50 }, (_unused, index) => queue.enqueue(`m${index}`));
    expect(await queue.enqueue('one too many')).toMatchObject({
      ok: false,
      error: { code: 'chat.queue-full' },
    });
    queue.clear();
    expect(await waiting[0]).toMatchObject({ ok: false, error: { code: 'chat.stopped' } });
  });

  it('turns a bridge that throws into an error, and goes on', async () => {
    let calls = 0;
    const queue = new OutboundQueue(
      bridge(() => {
        calls += 1;
        return calls === 1 ? Promise.reject(new Error('boom')) : Promise.resolve();
      }),
      createFakeClock(),
    );
    expect(await queue.enqueue('a')).toMatchObject({ ok: false, error: { message: 'boom' } });
    expect((await queue.enqueue('b')).ok).toBe(true);
  });
});

describe('the configuration', () => {
  it('has a default for everything', () => {
    expect(chatPresenceConfig.parse({})).toMatchObject({
      twitch: { enabled: true, channel: '', login: '' },
      obs: { instances: [{ name: 'main', address: 'ws://127.0.0.1:4455' }] },
    });
  });

  it.each([
    ['https://www.twitch.tv/Harbour_Light?referrer=x', 'harbour_light'],
    ['twitch.tv/harbour', 'harbour'],
    ['#Harbour', 'harbour'],
    ['  harbour\n', 'harbour'],
    ['"harbour"', 'harbour'],
  ])('reads the channel out of %s', (written, channel) => {
    expect(chatPresenceConfig.parse({ twitch: { channel: written } }).twitch.channel).toBe(channel);
  });

  it('refuses two OBS of one name', () => {
    const instance = { name: 'main', address: 'ws://127.0.0.1:4455' };
    expect(chatPresenceConfig.safeParse({ obs: { instances: [instance, instance] } }).success).toBe(false);
  });
});

describe('the status in words', () => {
  it('says the verdict, the bridges and the show', () => {
    const verdict = {
      level: 'degraded' as const,
      sentence: '',
      since: 0,
      causeId: null,
      collateral: [],
      action: null,
    };
    const health = (level: 'healthy' | 'unhealthy') => ({ level, summary: '', conditions: [], since: 0 });
    expect(
      describeStatus(
        verdict,
        [
          { title: 'Twitch chat', state: 'running', health: health('healthy') },
          { title: 'OBS main', state: 'failed', health: health('unhealthy') },
        ],
        'live',
      ),
    ).toBe('Not all is well (degraded): Twitch chat is well, OBS main is unhealthy. The show is live.');
  });
});
