import { describe, expect, it } from 'vitest';
import { createCountingIds, ok, type Fault } from '#shared/kernel/index.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { ChatSession } from './chat-session.ts';
import { unreachable } from '../twitch-http/index.ts';
import type { IrcMessage } from './irc-message.ts';
import { SendLimits } from './send-limits.ts';
import type { ChatTransport, TransportListener } from './chat-transport.ts';

const say = (command: string, ...params: string[]): IrcMessage => ({
  tags: new Map(),
  prefix: 'tmi.twitch.tv',
  command,
  params,
});

/** Opens a session over a link that the test controls. */
const openSession = () => {
  const clock = createFakeClock();
  const failures: Fault[] = [];
  const { promise: listening, resolve: listen } = Promise.withResolvers<TransportListener>();
  const transport: ChatTransport = {
    open: (listener) => {
      listen(listener);
      return Promise.resolve(ok(undefined));
    },
    write: () => true,
    close: () => Promise.resolve(),
  };
  let asked = 0;
  const session = new ChatSession({
    transport,
    channel: 'lantern_cove',
    login: null,
    clock,
    ids: createCountingIds(),
    sendLimits: new SendLimits(clock),
    deliver: () => undefined,
    refuse: () => undefined,
    emit: () => undefined,
    setCondition: () => undefined,
    onReconnectAsked: () => (asked += 1),
    onFailed: (fault) => void failures.push(fault),
  });
  return { clock, failures, listening, session, timesAsked: () => asked };
};

describe('a chat session', () => {
  it('does not start on a link that broke together with the confirmation of the JOIN', async () => {
    const { clock, failures, listening, session } = openSession();
    const starting = session.start(new AbortController().signal);
    const link = await listening;
    await clock.advance(0);
    link.onLine(say('366', 'justinfan1', '#lantern_cove', 'End of /NAMES list'));
    link.onClosed(unreachable('The link broke.'));
    await expect(starting).rejects.toMatchObject({ code: 'twitch.unreachable' });
    expect(failures).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('fails once, however often the link breaks, and leaves no timer', async () => {
    const { clock, failures, listening, session, timesAsked } = openSession();
    const starting = session.start(new AbortController().signal);
    const link = await listening;
    await clock.advance(0);
    link.onLine(say('366', 'justinfan1', '#lantern_cove', 'End of /NAMES list'));
    await starting;
    link.onLine(say('RECONNECT'));
    expect(timesAsked()).toBe(1);
    expect(failures).toEqual([]);
    link.onClosed(unreachable('The link broke.'));
    link.onClosed(unreachable('The link broke again.'));
    expect(failures.map(({ code }) => code)).toEqual(['twitch.unreachable']);
    await session.stop();
    expect(clock.pending).toBe(0);
  });

  it('fails when Twitch removes it from the channel, and not when others leave', async () => {
    const { clock, failures, listening, session } = openSession();
    const starting = session.start(new AbortController().signal);
    const link = await listening;
    await clock.advance(0);
    link.onLine(say('001', 'justinfan1', 'Welcome'));
    link.onLine(say('366', 'justinfan1', '#lantern_cove', 'End of /NAMES list'));
    await starting;
    link.onLine({ ...say('PART', '#lantern_cove'), prefix: 'gull!gull@gull.tmi.twitch.tv' });
    link.onLine({ ...say('PART', '#elsewhere'), prefix: 'justinfan1!justinfan1@justinfan1.tmi.twitch.tv' });
    expect(failures).toEqual([]);
    link.onLine({
      ...say('PART', '#lantern_cove'),
      prefix: 'justinfan1!justinfan1@justinfan1.tmi.twitch.tv',
    });
    expect(failures).toMatchObject([{ code: 'twitch.parted', kind: 'transient' }]);
    await session.stop();
    expect(clock.pending).toBe(0);
  });

  it.each([
    ['a JOIN of another user', { ...say('JOIN', '#lantern_cove'), prefix: 'gull!gull@gull' }],
    ['the end of another channel’s names', say('366', 'justinfan1', '#elsewhere', 'End')],
    ['another channel’s ROOMSTATE', say('ROOMSTATE', '#elsewhere')],
  ])('does not mistake %s for its own JOIN', async (_what, line) => {
    const { clock, listening, session } = openSession();
    const starting = session.start(new AbortController().signal);
    const outcome = starting.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    const link = await listening;
    await clock.advance(0);
    link.onLine(say('001', 'justinfan1', 'Welcome'));
    link.onLine(line);
    expect(session.joined).toBe(false);
    await clock.advance(10_000);
    expect(await outcome).toMatchObject({ code: 'twitch.join-unconfirmed' });
    expect(clock.pending).toBe(0);
  });
});
