import { describe, expect, it } from 'vitest';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import type { ChatChange, ChatDeletion, ChatEdit, ChatMessage, ChatRole } from '#shared/model/index.ts';
import { healthyVerdict } from '#shared/model/testing/healthy-component.ts';
import { chatMessage as message } from '../testing/fake-bridges.ts';
import { ok } from '#shared/kernel/index.ts';
import { CommandRouter, type ChatCommand } from './command-router.ts';
import { chatPresenceConfig } from './config.ts';
import { Inbox } from './inbox.ts';
import { OutboundQueue } from './outbound-queue.ts';
import { describeStatus } from './status-answer.ts';

describe('the inbox', () => {
  it('accepts each message once, and counts repeats', () => {
    const inbox = new Inbox(createFakeClock());
    expect(inbox.take(message())).not.toBeNull();
    expect(inbox.take(message())).toBeNull();
    expect(inbox.take(message({ platform: 'discord' }))).not.toBeNull();
    expect([inbox.received, inbox.repeated]).toEqual([2, 1]);
  });

  it('names the cause of our own messages, once for each echo', () => {
    const inbox = new Inbox(createFakeClock());
    inbox.expectOwn({ platform: 'twitch', text: 'All well', componentId: 'chat-presence', messageId: 'm-0' });
    const first = inbox.take(message({ id: 'e-1', own: true, text: 'All well' }));
    const second = inbox.take(message({ id: 'e-2', own: true, text: 'All well' }));
    expect(first?.ownCause).toEqual({ componentId: 'chat-presence', messageId: 'm-0' });
    expect(second?.ownCause).toBeNull();
  });

  it('drops a cause whose echo never arrived', async () => {
    const clock = createFakeClock();
    const inbox = new Inbox(clock);
    inbox.expectOwn({ platform: 'twitch', text: 'All well', componentId: 'chat-presence', messageId: null });
    await clock.advance(20_000);
    expect(inbox.take(message({ own: true, text: 'All well' }))?.ownCause).toBeNull();
  });

  const gull = { userId: 'g-1', login: 'gull', displayName: 'Gull' };
  const edit = (text: string, at: number, over: Partial<ChatEdit> = {}): ChatChange => ({
    kind: 'edited',
    edit: { platform: 'twitch', channel: message().channel, at, author: null, id: 'm-1', text, ...over },
  });
  const deletion = (over: Partial<ChatDeletion> = {}): ChatChange => ({
    kind: 'deleted',
    deletion: {
      platform: 'twitch',
      channel: message().channel,
      at: 6,
      author: null,
      by: 'deleted',
      scope: 'messages',
      ids: ['m-1'],
      ...over,
    },
  });

  it('keeps the current text of a message, and the last text of a deleted one', () => {
    const inbox = new Inbox(createFakeClock());
    inbox.take(message({ text: 'frist', emotes: [{ id: '1', from: 0, to: 5 }] }));
    expect(inbox.change(edit('first', 5))).toMatchObject([{ text: 'first', editedAt: 5, emotes: [] }]);
    expect(inbox.change(edit('first', 5))).toEqual([]);
    expect(inbox.change(edit('earlier', 4))).toEqual([]);
    expect(inbox.change(deletion({ platform: 'discord' }))).toEqual([]);
    expect(inbox.change(deletion({ channel: 'elsewhere' }))).toEqual([]);
    expect(inbox.change(deletion({ ids: ['unknown'] }))).toEqual([]);
    expect(inbox.change(deletion())).toMatchObject([{ text: 'first', deletedAt: 6 }]);
    expect(inbox.change(deletion({ by: 'banned', scope: 'channel', at: 9 }))).toEqual([]);
    expect(inbox.change(edit('again', 7))).toEqual([]);
    expect(inbox.recent(1)).toMatchObject([
      { text: 'first', editedAt: 5, deletedAt: 6, removed: { by: 'deleted' } },
    ]);
  });

  it('applies a change to a message that arrives after it, and to no later one', () => {
    const inbox = new Inbox(createFakeClock());
    inbox.change(edit('second thoughts', 50));
    inbox.change(deletion({ scope: 'author', by: 'timed-out', seconds: 9, at: 100, author: gull }));
    const late = inbox.take(message({ userId: 'g-1', userName: 'gull', at: 90 }));
    const later = inbox.take(message({ id: 'm-2', userId: 'g-1', userName: 'gull', at: 101 }));
    expect(late && inbox.catchUp(late)).toMatchObject({
      text: 'second thoughts',
      deletedAt: 100,
      removed: { by: 'timed-out', seconds: 9 },
    });
    expect(later && inbox.catchUp(later)).toBeNull();
    expect(inbox.recent(2).map(({ deletedAt }) => deletedAt)).toEqual([100, undefined]);
  });

  it('stays bounded, whatever arrives', () => {
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
    ['an unknown command', { text: '!captain' }, 'UnknownCommand'],
    ['a viewer’s try at a moderator’s command', { text: '!scene BRB' }, 'RoleTooLow'],
  ])('ignores %s with a reason', (_what, change, reason) => {
    const decision = new CommandRouter(createFakeClock(), [status, scene]).route(message(change));
    expect(decision).toMatchObject({ kind: 'ignored', reason });
  });

  it.each(['status', '! status', '!!status', '/status', '.status', '!ѕtatus', 'say !status', '!status2'])(
    'does not mistake "%s" for the command',
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

  it('has a short cooldown for everyone and a longer one per person', async () => {
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

describe('the outgoing queue', () => {
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

  it('explains why nothing can be sent', async () => {
    const queue = new OutboundQueue(
      bridge(async () => undefined, 'Twitch chat is read-only.'),
      createFakeClock(),
    );
    expect(await queue.enqueue('a')).toMatchObject({ ok: false, error: { code: 'chat.cannot-send' } });
  });

  it('is bounded, and drops waiting messages when it is cleared', async () => {
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

  it('turns a bridge’s exception into an error, and continues', async () => {
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
});

describe('the !status answer', () => {
  const problems = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      componentId: `c-${index}`,
      title: 'OBS',
      level: 'unhealthy' as const,
      headline: "OBS isn't responding",
      since: 0,
    }));

  it.each([
    [0, 'healthy', 'live', 'We’re live – everything is running fine.'],
    [1, 'unhealthy', 'live', 'We’re live – we’re fixing 1 problem.'],
    [2, 'degraded', 'on a break', 'We’re on a break – we’re fixing 2 problems.'],
    [0, 'unknown', 'offline', 'We’re offline – we’re still setting up.'],
    [0, 'healthy', null, 'Everything is running fine.'],
    [1, 'unhealthy', null, 'We’re fixing 1 problem.'],
  ] as const)('reports %i problems (%s) of a show that is %s: %s', (count, level, show, words) => {
    const verdict = healthyVerdict({ level, problems: problems(count) });
    expect(describeStatus(verdict, show)).toBe(words);
  });
});
