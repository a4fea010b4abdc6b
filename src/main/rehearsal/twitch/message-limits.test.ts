import { describe, expect, it } from 'vitest';
import { createFakeClock } from '#main/bridges/testing/fake-clock.ts';
import { AccountLimits } from './message-limits.ts';

describe('message limits of the simulated Twitch', () => {
  it('silences an account that exceeds 20 messages in 30 s for half an hour', async () => {
    const clock = createFakeClock();
    const limits = new AccountLimits(clock);
    for (let count = 0; count < 20; count += 1) {
      expect(limits.judge(`line ${count}`, false)).toBe('accepted');
      await clock.advance(1_000);
    }
    expect(limits.judge('one too many', false)).toBe('dropped');
    await clock.advance(29 * 60_000);
    expect(limits.judge('still silenced', false)).toBe('dropped');
    await clock.advance(2 * 60_000);
    expect(limits.judge('back', false)).toBe('accepted');
  });

  it('lets a moderator send 100, without a pause and with repetitions', () => {
    const limits = new AccountLimits(createFakeClock());
    const verdicts = Array.from({ length: 101 }, () => limits.judge('again', true));
    expect(verdicts.filter((verdict) => verdict === 'accepted')).toHaveLength(100);
    expect(verdicts.at(-1)).toBe('dropped');
  });

  it('refuses messages that are too fast or repeated', async () => {
    const clock = createFakeClock();
    const limits = new AccountLimits(clock);
    expect(limits.judge('hello', false)).toBe('accepted');
    expect(limits.judge('more', false)).toBe('msg_ratelimit');
    await clock.advance(1_500);
    expect(limits.judge('hello', false)).toBe('msg_duplicate');
    await clock.advance(30_000);
    expect(limits.judge('hello', false)).toBe('accepted');
  });

  it('accepts 20 JOINs in 10 s', async () => {
    const clock = createFakeClock();
    const limits = new AccountLimits(clock);
    const heeded = Array.from({ length: 21 }, () => limits.allowJoin());
    expect(heeded.filter(Boolean)).toHaveLength(20);
    await clock.advance(10_000);
    expect(limits.allowJoin()).toBe(true);
  });
});
