import { afterEach, expect } from 'vitest';
import type { FakeClock } from './fake-clock.ts';
import type { LeakSource } from './leak-ledger.ts';

/**
 * Fails any test of a suite that leaves a timer, handle or subscription behind. Returns the function by which
 * a test declares what to watch.
 *
 * @example
 * ```ts suite
 * const watch = failOnLeaks();
 *
 * it('leaves nothing behind', async () => {
 *   const clock = createFakeClock();
 *   watch(timersOf(clock));
 *   clock.setTimeout(() => undefined, 1_000);
 *   await clock.advance(1_000);
 * });
 * ```
 */
export const failOnLeaks = (): ((source: LeakSource) => void) => {
  let sources: LeakSource[] = [];
  afterEach(() => {
    const watched = sources;
    sources = [];
    const left = watched
      .filter((source) => source.held() > 0)
      .map((source) => `${source.name}: ${source.held()}`);
    expect(left, 'left behind by the test').toEqual([]);
  });
  return (source) => {
    sources.push(source);
  };
};

/**
 * Returns a leak source for the timers of a fake clock.
 *
 * @example
 * ```ts
 * const clock = createFakeClock();
 * using timer = clock.setTimeout(() => undefined, 1_000);
 * timersOf(clock).held(); // => 1
 * ```
 */
export const timersOf = (clock: FakeClock): LeakSource => ({ name: 'timers', held: () => clock.pending });
