import type { Clock } from '#shared/kernel/index.ts';

/** Real time, run through `factor` times as fast: for tests with real sockets whose limits are many seconds. */
export const createFastClock = (factor: number): Clock => {
  const startedAt = Date.now();
  const elapsed = (): number => performance.now() * factor;
  const origin = elapsed();
  return {
    now: () => startedAt + elapsed() - origin,
    monotonic: () => elapsed() - origin,
    setTimeout: (callback, delayMs) => {
      const handle = globalThis.setTimeout(callback, delayMs / factor);
      return { [Symbol.dispose]: () => globalThis.clearTimeout(handle) };
    },
    setInterval: (callback, periodMs) => {
      const handle = globalThis.setInterval(callback, periodMs / factor);
      return { [Symbol.dispose]: () => globalThis.clearInterval(handle) };
    },
  };
};
