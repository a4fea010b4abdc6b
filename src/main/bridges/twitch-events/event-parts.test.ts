import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../testing/fake-clock.ts';
import { mayMoveTo } from './event-session.ts';
import { eventTypes } from './event-types.ts';
import { parseFrame } from './frames.ts';
import { ReleaseWindow, releaseWindowMs } from './release-window.ts';
import { SeenKeys } from './seen-keys.ts';

describe('frames', () => {
  it('never make the parser throw', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => parseFrame(text) === null));
    fc.assert(
      fc.property(
        fc.constantFrom(
          'session_welcome',
          'session_reconnect',
          'notification',
          'revocation',
          'session_keepalive',
        ),
        fc.jsonValue(),
        (type, payload) => {
          const metadata = { message_id: 'm', message_type: type, message_timestamp: '2026-01-01T20:00:00Z' };
          const frame = parseFrame(JSON.stringify({ metadata, payload }));
          return frame === null || frame.messageId === 'm';
        },
      ),
    );
  });

  it('rejects events of another shape', () => {
    fc.assert(
      fc.property(fc.constantFrom(...eventTypes), fc.jsonValue(), (type, event) => {
        const read = type.read(event);
        return read === undefined || typeof read.draft(false).message === 'string';
      }),
    );
  });

  it('neutralises control characters in names', () => {
    const follow = eventTypes.find((type) => type.type === 'channel.follow');
    const event = follow?.read({
      user_id: '1',
      user_login: 'x',
      user_name: 'Evil\u202E\u0000\nName',
      followed_at: '2026-01-01T20:00:00Z',
    });
    expect(event?.draft(false).message).toBe('EvilName follows the channel.');
  });
});

describe('release window', () => {
  it('releases items within one window in order of time, and loses nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 1_000 }), { maxLength: 30 }), async (times) => {
        const clock = createFakeClock();
        const released: number[] = [];
        const window = new ReleaseWindow<number>(clock, (item) => released.push(item));
        for (const at of times) window.add(at, at);
        await clock.advance(releaseWindowMs);
        expect(released).toEqual(times.toSorted((left, right) => left - right));
        expect(clock.pending).toBe(0);
      }),
      { numRuns: 30 },
    );
  });

  it('delays no item longer than the window, and none after a flush', async () => {
    const clock = createFakeClock();
    const released: string[] = [];
    const window = new ReleaseWindow<string>(clock, (item) => released.push(item));
    window.add(10, 'first');
    await clock.advance(releaseWindowMs - 1);
    window.add(20, 'second');
    expect(released).toEqual([]);
    await clock.advance(1);
    expect(released).toEqual(['first']);
    window.flush();
    expect(released).toEqual(['first', 'second']);
    expect(clock.pending).toBe(0);
  });
});

describe('seen keys', () => {
  it('remembers the newest keys and drops the oldest', () => {
    const seen = new SeenKeys(2);
    expect(['a', 'b', 'a', 'c', 'a', 'c'].map((key) => seen.add(key))).toEqual([
      true,
      true,
      false,
      true,
      true,
      false,
    ]);
  });
});

describe('a move to another server', () => {
  it.each([
    ['wss://eventsub.wss.twitch.tv/ws', 'wss://cell-a.eventsub.wss.twitch.tv/ws?challenge=1', true],
    ['ws://127.0.0.1:4000/ws', 'ws://127.0.0.1:4001/ws', true],
    ['wss://eventsub.wss.twitch.tv/ws', 'ws://eventsub.wss.twitch.tv/ws', false],
    ['wss://eventsub.wss.twitch.tv/ws', 'wss://twitch.tv.example.com/ws', false],
    ['wss://eventsub.wss.twitch.tv/ws', 'wss://127.0.0.1/ws', false],
    ['wss://eventsub.wss.twitch.tv/ws', 'not an address', false],
  ])('from %s to %s: %s', (from, to, allowed) => {
    expect(mayMoveTo(from, to)).toBe(allowed);
  });
});
