import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '#shared/kernel/index.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { LinkWatch, twitchLinkLimits } from './link-watch.ts';

const watchOver = (clock = createFakeClock()) => {
  const asked: string[] = [];
  const dead: number[] = [];
  const watch = new LinkWatch({
    clock,
    limits: twitchLinkLimits,
    ask: (token) => void asked.push(token),
    onDead: () => void dead.push(clock.monotonic()),
  });
  return { clock, watch, asked, dead };
};

describe('the link watch', () => {
  it('detects a dead link within 10 s, whenever it dies', async () => {
    for (let diesAt = 0; diesAt <= 20_000; diesAt += 700) {
      const { clock, watch, asked, dead } = watchOver();
      while (clock.monotonic() < diesAt) {
        const token = asked.at(-1) ?? '';
        await clock.advance(100);
        watch.answered(token);
      }
      await clock.advance(10_000);
      expect(dead, `a link dead since ${diesAt} ms`).toHaveLength(1);
      expect((dead[0] ?? Infinity) - diesAt).toBeLessThanOrEqual(10_000);
      expect(clock.pending).toBe(0);
    }
  });

  it('tolerates a slow link: 2 s each way and up to 1 s more, for ten minutes (F4)', async () => {
    const clock = createFakeClock();
    const random = createSeededRandom(4);
    const dead: number[] = [];
    let lastArrival = 0;
    const watch: LinkWatch = new LinkWatch({
      clock,
      limits: twitchLinkLimits,
      ask: (token) => {
        const roundTrip = 4_000 + random.next() * 2_000;
        lastArrival = Math.max(lastArrival, clock.monotonic() + roundTrip);
        clock.setTimeout(() => watch.answered(token), lastArrival - clock.monotonic());
      },
      onDead: () => void dead.push(clock.monotonic()),
    });
    await clock.advance(600_000);
    expect(dead).toEqual([]);
    expect(watch.latencyMs).toBeGreaterThanOrEqual(4_000);
    watch[Symbol.dispose]();
    // The last answers are still in flight.
    await clock.advance(6_000);
  });

  it('does not send extra pings while chat is busy, but keeps measuring', async () => {
    const { clock, watch, asked } = watchOver();
    for (let second = 0; second < 120; second += 1) {
      await clock.advance(500);
      watch.answered(asked.at(-1) ?? '');
      await clock.advance(500);
      watch.heard();
    }
    expect(asked.length).toBeGreaterThanOrEqual(7);
    expect(asked.length).toBeLessThanOrEqual(12);
    watch[Symbol.dispose]();
    expect(clock.pending).toBe(0);
  });

  it('gives up a link on which lines arrive but pings are never answered', async () => {
    const { clock, watch, dead } = watchOver();
    for (let second = 0; second < 25; second += 1) {
      await clock.advance(1_000);
      if (dead.length === 0) watch.heard();
    }
    expect(dead).toEqual([20_000]);
  });

  it('answers a probe with the round trip, and rejects it after its deadline', async () => {
    const { clock, watch, asked } = watchOver();
    await clock.advance(40);
    watch.answered(asked.at(-1) ?? '');
    const probe = watch.probe(new AbortController().signal);
    await clock.advance(70);
    watch.answered('cuelight-0');
    watch.answered(asked.at(-1) ?? '');
    await expect(probe).resolves.toBe(70);

    const late = new AbortController();
    const given = watch.probe(late.signal);
    late.abort(new Error('too late'));
    await expect(given).rejects.toThrow('too late');
    watch[Symbol.dispose]();
  });
});
