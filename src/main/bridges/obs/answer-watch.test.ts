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

describe('the watch over OBS’s answers', () => {
  it('measures the silence from its start and from each restart', async () => {
    const { clock, watch } = build();
    await clock.advance(700);
    expect(watch.silenceMs).toBe(700);
    watch.restart();
    await clock.advance(200);
    expect(watch.silenceMs).toBe(200);
  });

  it.each([undefined, 'obs.bad-answer', 'obs.refused', 'obs.not-ready'])(
    'treats the outcome %s as a sign of life that ends a timeout',
    async (code) => {
      const { clock, watch } = build();
      watch.note(fault('obs.timeout'));
      await clock.advance(700);
      watch.note(code === undefined ? undefined : fault(code));
      expect(watch).toMatchObject({ silenceMs: 0, timedOut: false });
    },
  );

  it('reports a call that timed out, and keeps measuring the silence', async () => {
    const { clock, watch, timeouts } = build();
    await clock.advance(700);
    watch.note(fault('obs.timeout'));
    expect(watch).toMatchObject({ silenceMs: 700, timedOut: true });
    expect(timeouts).toEqual(['obs.timeout']);
  });

  it('keeps a timeout when the measurement restarts', () => {
    const { watch } = build();
    watch.note(fault('obs.timeout'));
    watch.restart();
    expect(watch.timedOut).toBe(true);
  });

  it('treats a lost connection as neither an answer nor a timeout', async () => {
    const { clock, watch, timeouts } = build();
    await clock.advance(700);
    watch.note(fault('obs.connection-lost'));
    expect(watch).toMatchObject({ silenceMs: 700, timedOut: false });
    expect(timeouts).toEqual([]);
  });
});
