import { describe, expect, it } from 'vitest';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { callAsync, settleWithin } from './time-limit.ts';

describe('work under a time limit', () => {
  it('is what it came to, and leaves no timer behind', async () => {
    const clock = createFakeClock();
    const away = new Error('away');
    await expect(settleWithin(clock, Promise.resolve(7), 100)).resolves.toEqual({
      status: 'fulfilled',
      value: 7,
    });
    await expect(settleWithin(clock, Promise.reject(away), 100)).resolves.toEqual({
      status: 'rejected',
      reason: away,
    });
    expect(clock.pending).toBe(0);
  });

  it('is over when its time is, whatever it comes to later', async () => {
    const clock = createFakeClock();
    const work = Promise.withResolvers<number>();
    const outcome = settleWithin(clock, work.promise, 100);
    await clock.advance(99);
    expect(clock.pending).toBe(1);
    await clock.advance(1);
    work.resolve(7);
    await expect(outcome).resolves.toEqual({ status: 'time-over' });
    expect(clock.pending).toBe(0);
  });

  it('may take for ever without a limit', async () => {
    const clock = createFakeClock();
    const work = Promise.withResolvers<number>();
    const outcome = settleWithin(clock, work.promise, null);
    expect(clock.pending).toBe(0);
    await clock.advance(86_400_000);
    work.resolve(7);
    await expect(outcome).resolves.toEqual({ status: 'fulfilled', value: 7 });
  });
});

describe('a call', () => {
  it('rejects alike with what it throws at once and what it rejects with', async () => {
    const away = new Error('away');
    await expect(
      callAsync(() => {
        throw away;
      }),
    ).rejects.toBe(away);
    await expect(callAsync(() => Promise.reject(away))).rejects.toBe(away);
    await expect(callAsync(() => 7)).resolves.toBe(7);
  });
});
