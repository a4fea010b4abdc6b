import { describe, expect, it, onTestFinished } from 'vitest';
import { Scope } from '#shared/kernel/scope.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { LinkWatch } from './link-watch.ts';

const createWatch = () => {
  const time = createFakeClock();
  /** Extra duration of everything beyond the timers, milliseconds. */
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

describe('the link watch', () => {
  it('sends a heartbeat every four seconds while they are answered, and measures the round trip', async () => {
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

  it('detects a dead link within 9.5 s of its last sign of life', async () => {
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

  it('asks once more after a sleep or a block, because the answer may be in the socket', async () => {
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

  it('accepts slow answers', async () => {
    const { clock, watch, deaths } = createWatch();
    watch.resume();
    for (let round = 0; round < 20; round += 1) {
      await clock.advance(3_000);
      watch.answered();
      await clock.advance(4_000);
    }
    expect(deaths).toEqual([]);
  });

  it('treats a link as dead when nothing can be sent on it', async () => {
    const { clock, watch, deaths, breakLink } = createWatch();
    breakLink();
    watch.resume();
    await clock.advance(0);
    expect(deaths).toEqual([0]);
  });

  it('does nothing while paused and ends with its scope', async () => {
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
