import { describe, expect, it } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import type { Component, ConditionInput } from '../component.ts';
import { notProbedYet, ProbeRunner, responsive } from './probe-runner.ts';

const prompt: ConditionInput = { type: 'Prompt', status: 'true', reason: 'Quick', message: 'It is quick' };

const build = (getHealth: Component['getHealth'], restartAfter: number | null = null) => {
  const clock = createFakeClock();
  const reports: (readonly ConditionInput[])[] = [];
  const givenUp: Fault[] = [];
  const probe = new ProbeRunner({
    component: getHealth ? { getHealth } : {},
    settings: { intervalMs: 10_000, timeoutMs: 3_000, hysteresis: 1, restartAfter },
    clock,
    report: (conditions) => void reports.push(conditions),
    giveUp: (fault) => void givenUp.push(fault),
  });
  return { clock, probe, reports, givenUp };
};

describe('a probe', () => {
  it('reports that the component answers, and its answer', async () => {
    const { probe, reports } = build(() => [prompt]);
    await probe.probe();
    expect(reports).toEqual([
      [{ type: responsive, status: 'true', reason: 'Answers', message: 'Responding' }, prompt],
    ]);
    expect(notProbedYet).toEqual({
      type: responsive,
      status: 'unknown',
      reason: 'NotCheckedYet',
      message: 'Not checked yet',
    });
    probe[Symbol.dispose]();
  });

  it('does not override a component that reports `Responsive` itself', async () => {
    const mute: ConditionInput = { type: responsive, status: 'false', reason: 'Mute', message: 'It is mute' };
    const { probe, reports } = build(() => [prompt, mute]);
    await probe.probe();
    expect(reports).toEqual([[prompt, mute]]);
    probe[Symbol.dispose]();
  });

  it('of a component without one reports that it answers', async () => {
    const { probe, reports } = build(undefined);
    await probe.probe();
    expect(reports[0]?.map(({ status }) => status)).toEqual(['true']);
    probe[Symbol.dispose]();
  });

  it('repeats at the interval, counted from its end, until it is disposed', async () => {
    let asked = 0;
    const { clock, probe } = build(() => {
      asked++;
      return [];
    });
    await probe.probe();
    expect(clock.nextDueInMs).toBe(10_000);
    await clock.advance(9_999);
    expect(asked).toBe(1);
    await clock.advance(1);
    expect(asked).toBe(2);
    await clock.advance(20_000);
    expect(asked).toBe(4);
    probe[Symbol.dispose]();
    expect(clock.pending).toBe(0);
    await clock.advance(60_000);
    await probe.probe();
    expect([asked, clock.pending]).toEqual([4, 0]);
  });

  it('requested during another one joins it, and delays the next one', async () => {
    let asked = 0;
    const answers: (() => void)[] = [];
    const { clock, probe } = build(() => {
      asked++;
      return new Promise((resolve) => answers.push(() => resolve([])));
    });
    const first = probe.probe();
    expect(probe.probe()).toBe(first);
    await clock.settle();
    answers[0]?.();
    await first;
    expect(asked).toBe(1);
    const second = probe.probe();
    await clock.settle();
    answers[1]?.();
    await second;
    expect([asked, clock.pending, clock.nextDueInMs]).toEqual([2, 1, 10_000]);
    probe[Symbol.dispose]();
  });

  it('that throws reports its error', async () => {
    const { probe, reports } = build(() => {
      throw new Error('no socket');
    });
    await probe.probe();
    expect(reports).toEqual([
      [{ type: responsive, status: 'false', reason: 'CheckFailed', message: 'Its check failed: no socket' }],
    ]);
    probe[Symbol.dispose]();
  });

  it('that hangs reports a timeout, and aborts the component’s signal', async () => {
    let reason: unknown;
    const { clock, probe, reports } = build(
      (signal) =>
        new Promise(() => {
          signal.addEventListener('abort', () => {
            reason = signal.reason;
          });
        }),
    );
    const asking = probe.probe();
    await clock.advance(2_999);
    expect(reports).toEqual([]);
    await clock.advance(1);
    await asking;
    expect(reports).toEqual([
      [
        {
          type: responsive,
          status: 'false',
          reason: 'CheckTimedOut',
          message: 'No response to its check within 3000 ms',
        },
      ],
    ]);
    expect(reason).toMatchObject({ code: 'health.probe-timed-out', kind: 'transient' });
    probe[Symbol.dispose]();
  });

  it('gives up after several without an answer in a row, and an answer resets the count', async () => {
    const script = ['fail', 'answer', 'fail', 'fail'];
    const { probe, givenUp } = build(() => {
      if (script.shift() === 'answer') return [];
      throw new Fault('test.away', 'away', { kind: 'transient' });
    }, 2);
    const counts: number[] = [];
    for (let times = 0; times < 4; times++) {
      await probe.probe();
      counts.push(givenUp.length);
    }
    expect(counts).toEqual([0, 0, 0, 1]);
    expect(givenUp[0]).toMatchObject({ code: 'test.away' });
    probe[Symbol.dispose]();
  });

  it('never gives up without a limit', async () => {
    const { probe, givenUp } = build(() => Promise.reject(new Error('no')), null);
    for (let times = 0; times < 10; times++) await probe.probe();
    expect(givenUp).toEqual([]);
    probe[Symbol.dispose]();
  });

  it('that is disposed while in progress reports nothing, and aborts its signal', async () => {
    let aborted = false;
    const { clock, probe, reports } = build(
      (signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(new Error('aborted'));
          });
        }),
      1,
    );
    const asking = probe.probe();
    await clock.settle();
    probe[Symbol.dispose]();
    await asking;
    expect([aborted, reports.length, clock.pending]).toEqual([true, 0, 0]);
  });
});
