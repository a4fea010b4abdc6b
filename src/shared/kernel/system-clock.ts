import type { Clock } from './clock.ts';

/** The clock of production, on the timers and the two time lines of whatever runtime this is. */
export const createSystemClock = (): Clock => ({
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout: (callback, delayMs) => {
    const handle = globalThis.setTimeout(callback, delayMs);
    return { [Symbol.dispose]: () => globalThis.clearTimeout(handle) };
  },
  setInterval: (callback, periodMs) => {
    const handle = globalThis.setInterval(callback, periodMs);
    return { [Symbol.dispose]: () => globalThis.clearInterval(handle) };
  },
});
