import { describe, expect, it } from 'vitest';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { callAsync, settleWithin } from './time-limit.ts';

describe('work under a time limit', () => {
  it('returns its outcome, and leaves no timer behind', async () => {
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

  it('times out, whatever its later outcome', async () => {
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

  it('may take any time without a limit', async () => {
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
  it('rejects the same way for a synchronous throw and a rejection', async () => {
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
