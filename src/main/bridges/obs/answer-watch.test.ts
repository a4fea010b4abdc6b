import { describe, expect, it } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import { createFakeClock } from '#main/bridges/testing/fake-clock.ts';
import { AnswerWatch } from './answer-watch.ts';

const fault = (code: string): Fault => new Fault(code, `a call ended with ${code}`, { kind: 'transient' });

const build = () => {
  const clock = createFakeClock();
  const timeouts: string[] = [];
  const watch = new AnswerWatch(clock, ({ code }) => void timeouts.push(code));
  return { clock, watch, timeouts };
};

describe('the watch over the answers of OBS', () => {
  it('counts the silence from its beginning, and afresh from each restart', async () => {
    const { clock, watch } = build();
    await clock.advance(700);
    expect(watch.silenceMs).toBe(700);
    watch.restart();
    await clock.advance(200);
    expect(watch.silenceMs).toBe(200);
  });

  it.each([undefined, 'obs.bad-answer', 'obs.refused', 'obs.not-ready'])(
    'takes the outcome %s as a sign of life, which ends a time-out',
    async (code) => {
      const { clock, watch } = build();
      watch.note(fault('obs.timeout'));
      await clock.advance(700);
      watch.note(code === undefined ? undefined : fault(code));
      expect(watch).toMatchObject({ silenceMs: 0, timedOut: false });
    },
  );

  it('reports a call that timed out, and goes on counting the silence', async () => {
    const { clock, watch, timeouts } = build();
    await clock.advance(700);
    watch.note(fault('obs.timeout'));
    expect(watch).toMatchObject({ silenceMs: 700, timedOut: true });
    expect(timeouts).toEqual(['obs.timeout']);
  });

  it('does not end a time-out by restarting the count', () => {
    const { watch } = build();
    watch.note(fault('obs.timeout'));
    watch.restart();
    expect(watch.timedOut).toBe(true);
  });

  it('takes a lost connection neither for an answer nor for a time-out', async () => {
    const { clock, watch, timeouts } = build();
    await clock.advance(700);
    watch.note(fault('obs.connection-lost'));
    expect(watch).toMatchObject({ silenceMs: 700, timedOut: false });
    expect(timeouts).toEqual([]);
  });
});
