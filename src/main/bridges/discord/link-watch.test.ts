import { describe, expect, it, onTestFinished } from 'vitest';
import { Scope } from '#shared/kernel/scope.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { LinkWatch } from './link-watch.ts';

const createWatch = () => {
  const time = createFakeClock();
  /** How much longer everything took than the timers were set for, milliseconds. */
  const stall = { ms: 0 };
  const clock = { ...time, monotonic: () => time.monotonic() + stall.ms };
  const scope = new Scope('test');
  onTestFinished(async () => {
    await scope.close();
  });
  const beats: number[] = [];
  const deaths: number[] = [];
  let canBeat = true;
  const watch = new LinkWatch({
    clock,
    scope,
    link: {
      beat: () => {
        beats.push(clock.monotonic());
        return Promise.resolve(canBeat);
      },
    },
    onDead: () => deaths.push(clock.monotonic()),
  });
  return { clock, stall, scope, watch, beats, deaths, breakLink: () => void (canBeat = false) };
};

describe('the watch over the link', () => {
  it('beats every four seconds as long as it is answered, and measures the way', async () => {
    const { clock, watch, beats, deaths } = createWatch();
    watch.resume();
    for (let round = 0; round < 3; round += 1) {
      await clock.advance(40);
      watch.answered();
      await clock.advance(4_000);
    }
    expect(beats).toEqual([0, 4_040, 8_080, 12_120]);
    expect(watch.latencyMs).toBe(40);
    expect(deaths).toEqual([]);
  });

  it('finds the link dead at the latest 9.5 s after its last sign of life', async () => {
    const { clock, watch, deaths } = createWatch();
    watch.resume();
    watch.answered();
    await clock.advance(9_499);
    expect(deaths).toEqual([]);
    await clock.advance(1);
    expect(deaths).toEqual([9_500]);
    expect(watch.latencyMs).toBeNull();
    await clock.advance(60_000);
    expect(deaths).toHaveLength(1);
  });

  it('asks once more when it was itself asleep or blocked, for the answer may wait in the socket', async () => {
    const { clock, stall, watch, beats, deaths } = createWatch();
    watch.resume();
    stall.ms = 20_000;
    await clock.advance(5_500);
    expect([beats.length, deaths.length]).toEqual([2, 0]);
    watch.answered();
    await clock.advance(4_000);
    expect([beats.length, deaths.length]).toEqual([3, 0]);
    stall.ms = 40_000;
    await clock.advance(5_500);
    await clock.advance(1_200);
    expect(deaths).toHaveLength(1);
  });

  it('takes slow answers for answers', async () => {
    const { clock, watch, deaths } = createWatch();
    watch.resume();
    for (let round = 0; round < 20; round += 1) {
      await clock.advance(3_000);
      watch.answered();
      await clock.advance(4_000);
    }
    expect(deaths).toEqual([]);
  });

  it('finds a link dead on which nothing can be sent', async () => {
    const { clock, watch, deaths, breakLink } = createWatch();
    breakLink();
    watch.resume();
    await clock.advance(0);
    expect(deaths).toEqual([0]);
  });

  it('rests while paused and ends with its scope', async () => {
    const { clock, scope, watch, beats, deaths } = createWatch();
    watch.resume();
    watch.pause();
    await clock.advance(60_000);
    expect([beats.length, deaths.length]).toEqual([1, 0]);
    watch.resume();
    await scope.close();
    expect(clock.pending).toBe(0);
  });
});
