import type { TimeoutProvider } from '@tanstack/react-query';
import type { Clock } from '#shared/kernel/clock.ts';

/** The timers that replace the browser's in the query library. */
export type QueryTimers = TimeoutProvider<number>;

/**
 * Creates timers for the query library on the injected clock. The library keeps one provider for all clients
 * of a page, so a page creates one and passes it to each client.
 */
export const createQueryTimers = (clock: Clock): QueryTimers => {
  const armed = new Map<number, Disposable>();
  let last = 0;
  const clear = (id: number | undefined): void => {
    if (id === undefined) return;
    armed.get(id)?.[Symbol.dispose]();
    armed.delete(id);
  };
  return {
    setTimeout: (callback, delayMs) => {
      const id = (last += 1);
      const run = (): void => {
        armed.delete(id);
        callback();
      };
      armed.set(id, clock.setTimeout(run, delayMs));
      return id;
    },
    clearTimeout: clear,
    setInterval: (callback, periodMs) => {
      const id = (last += 1);
      armed.set(
        id,
        clock.setInterval(() => callback(), periodMs),
      );
      return id;
    },
    clearInterval: clear,
  };
};
