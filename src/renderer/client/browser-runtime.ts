import type { Clock } from '#shared/kernel/clock.ts';
import { toDisposable } from '#shared/kernel/disposable.ts';
import type { RandomSource } from '#shared/kernel/random.ts';

/** The browser's clock. */
export const createBrowserClock = (): Clock => ({
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
});

/** A random source for jitter only. */
export const createBrowserRandom = (): RandomSource => ({ next: () => Math.random() });
