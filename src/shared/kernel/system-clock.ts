import type { Clock } from './clock.ts';
import { Deadlines } from './deadlines.ts';
import { toDisposable } from './disposable.ts';

/**
 * The production clock, on the timers and the two time sources of the runtime.
 *
 * @example
 * ```ts
 * const clock = createSystemClock();
 * const began = clock.monotonic();
 * clock.monotonic() >= began; // => true
 * ```
 */
export const createSystemClock = (): Clock => {
  const deadlines = new Deadlines(() => performance.now());
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    setTimeout: (callback, delayMs) => {
      const handle = globalThis.setTimeout(callback, delayMs);
      return toDisposable(() => globalThis.clearTimeout(handle));
    },
    setInterval: (callback, periodMs) => {
      const handle = globalThis.setInterval(callback, periodMs);
      return toDisposable(() => globalThis.clearInterval(handle));
    },
    setDeadline: (callback, limitMs) => deadlines.set(callback, limitMs),
  };
};
