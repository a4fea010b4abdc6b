import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIds, createSeededRandom, createSystemClock, RingBuffer, Scope, sleep } from './index.ts';
import { createFakeClock } from './testing/index.ts';

describe('ids', () => {
  it('sort by creation order and never repeat, also when wall time jumps back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5_000, max: 5_000 }), { maxLength: 200 }), (jumps) => {
        let now = 1_800_000_000_000;
        const ids = createIds({ now: () => now }, createSeededRandom(1));
        const made = jumps.map((jump) => {
          now += jump;
          return ids.next();
        });
        expect(made.toSorted()).toEqual(made);
        expect(new Set(made).size).toBe(made.length);
      }),
    );
  });

  it('differ between two sources in the same millisecond', () => {
    const clock = { now: () => 1 };
    expect(createIds(clock, createSeededRandom(1)).next()).not.toBe(
      createIds(clock, createSeededRandom(2)).next(),
    );
  });
});

describe('ring buffer', () => {
  it('keeps the newest items and counts the dropped ones', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.integer(), { maxLength: 40 }),
        (capacity, items) => {
          const ring = new RingBuffer<number>(capacity);
          for (const item of items) ring.push(item);
          const kept = items.slice(-capacity);
          expect(ring.newest(capacity)).toEqual(kept);
          expect(ring.newest(2)).toEqual(kept.slice(-2));
          expect(kept.map((_, index) => ring.at(index))).toEqual(kept);
          expect(ring.at(kept.length)).toBeUndefined();
          expect(ring.dropped).toBe(items.length - kept.length);
          expect(ring.drain()).toEqual(kept);
          expect(ring.size).toBe(0);
        },
      ),
    );
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses a capacity of %s', (capacity) => {
    expect(() => new RingBuffer(capacity)).toThrow(RangeError);
  });
});

describe('fake clock', () => {
  it('runs due timers by time, then by creation order, and lets promises settle in between', async () => {
    const clock = createFakeClock();
    const heard: string[] = [];
    clock.setTimeout(() => heard.push('late'), 20);
    clock.setTimeout(() => {
      heard.push('early');
      void Promise.resolve().then(() => heard.push('early, settled'));
    }, 10);
    clock.setTimeout(() => heard.push('also early'), 10);
    const ticking = clock.setInterval(() => heard.push('tick'), 8);
    await clock.advance(20);
    ticking[Symbol.dispose]();
    expect(heard).toEqual(['tick', 'early', 'early, settled', 'also early', 'tick', 'late']);
    expect(clock.pending).toBe(0);
  });

  it('keeps monotonic time independent of wall time', async () => {
    const clock = createFakeClock(1_000);
    clock.jumpWall(-500);
    await clock.advance(10);
    expect([clock.now(), clock.monotonic()]).toEqual([510, 10]);
  });
});

describe('sleep', () => {
  it('leaves no timer after an abort', async () => {
    const clock = createFakeClock();
    const controller = new AbortController();
    const sleeping = sleep(clock, 1_000, controller.signal);
    controller.abort(new Error('enough'));
    await expect(sleeping).rejects.toThrow('enough');
    expect(clock.pending).toBe(0);
  });
});

describe('system clock', () => {
  it('calls back, except for disposed timers', async () => {
    const clock = createSystemClock();
    const heard: string[] = [];
    clock.setTimeout(() => heard.push('never'), 1)[Symbol.dispose]();
    await new Promise<void>((resolve) => {
      const ticking = clock.setInterval(() => {
        heard.push('tick');
        ticking[Symbol.dispose]();
        clock.setTimeout(resolve, 1);
      }, 1);
    });
    expect(heard).toEqual(['tick']);
    expect(clock.monotonic()).toBeGreaterThan(0);
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1_000);
  });
});

describe('scope', () => {
  it('runs finalizers in reverse order, continues after an error, and reports all errors', async () => {
    const undone: string[] = [];
    const scope = new Scope('test');
    scope.defer('first', () => void undone.push('first'));
    scope.defer('broken', () => {
      throw new Error('no');
    });
    scope.defer('last', async () => void undone.push('last'));
    const faults = await scope.close();
    expect(undone).toEqual(['last', 'first']);
    expect(faults.map((fault) => fault.message)).toEqual(['Closing "broken" of test failed']);
    expect(scope.size).toBe(0);
  });

  it('is closed before its first finalizer runs, and closes only once', async () => {
    const scope = new Scope('test');
    let again: Promise<unknown> | undefined;
    const seen: boolean[] = [];
    scope.defer('broken', () => {
      throw new Error('no');
    });
    scope.defer('first', () => {
      seen.push(scope.closed);
      again = scope.close();
    });
    const faults = await scope.close();
    expect(seen).toEqual([true]);
    expect(await again).toBe(faults);
    expect(faults).toHaveLength(1);
  });

  it('runs a finalizer at once that is added after it closed', async () => {
    const scope = new Scope('test');
    await scope.close();
    let undone = false;
    scope.defer('late', () => {
      undone = true;
    });
    expect(undone).toBe(true);
  });
});
