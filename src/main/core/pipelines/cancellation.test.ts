import { describe, expect, it } from 'vitest';
import { Fault, sleep } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { Cancellation } from './cancellation.ts';

const byHand = new Fault('pipeline.cancelled', 'by hand', { kind: 'dependency' });
const tooLate = new Fault('pipeline.cancelled', 'too late', { kind: 'dependency' });

describe('a cancellation', () => {
  it('notifies all listeners once, and keeps its first reason', () => {
    const cancellation = new Cancellation();
    const heard: string[] = [];
    const leaves = (): void => void heard.push('leaves');
    const stranger = (): void => void heard.push('stranger');
    cancellation.addEventListener('abort', () => heard.push('first'));
    cancellation.addEventListener('abort', leaves);
    cancellation.addEventListener('abort', () => heard.push('second'));
    cancellation.removeEventListener('abort', leaves);
    cancellation.removeEventListener('abort', stranger);
    expect([cancellation.aborted, cancellation.reason]).toEqual([false, null]);
    cancellation.cancel(byHand);
    cancellation.cancel(tooLate);
    expect(heard).toEqual(['first', 'second']);
    expect([cancellation.aborted, cancellation.reason]).toEqual([true, byHand]);
  });

  it('cancels nested parts, and not the enclosing ones', () => {
    const whole = new Cancellation();
    const branch = new Cancellation(whole);
    const step = new Cancellation(branch);
    branch.cancel(byHand);
    expect([whole.aborted, step.reason]).toEqual([false, byHand]);
    whole.cancel(tooLate);
    expect(step.reason).toBe(byHand);
    expect(new Cancellation(whole).reason).toBe(tooLate);
  });

  it('does not cancel a detached part', () => {
    const whole = new Cancellation();
    const step = new Cancellation(whole);
    step[Symbol.dispose]();
    whole.cancel(byHand);
    expect(step.aborted).toBe(false);
    whole[Symbol.dispose]();
  });

  it('provides a real signal, read before or after cancelling', () => {
    const before = new Cancellation();
    const { signal } = before;
    expect([signal.aborted, before.signal === signal]).toEqual([false, true]);
    before.cancel(byHand);
    expect([signal.aborted, signal.reason]).toEqual([true, byHand]);
    const after = new Cancellation();
    after.cancel(byHand);
    expect([after.signal.aborted, after.signal.reason]).toEqual([true, byHand]);
  });

  it('ends a sleep', async () => {
    const clock = createFakeClock();
    const cancellation = new Cancellation();
    const nap = sleep(clock, 1_000, cancellation);
    cancellation.cancel(byHand);
    await expect(nap).rejects.toBe(byHand);
    expect(clock.pending).toBe(0);
  });
});
