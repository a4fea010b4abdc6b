import type { Clock } from '#shared/kernel/index.ts';

type Timer = { dueAt: number; readonly periodMs: number | null; readonly callback: () => void };

/** A clock that stands still until told to move. Timers fire in the order in which they are due. */
export interface FakeClock extends Clock {
  /** Moves on by `ms`, firing what becomes due; promises get their turn between two timers. */
  advance(ms: number): Promise<void>;
  /** How many timers wait: 0 after a component has ended, or it leaks. */
  readonly pending: number;
}

const startOfTime = Date.UTC(2026, 0, 1, 12);

/** Lets everything that already resolved run, sockets excepted. */
const settlePromises = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

export const createFakeClock = (startAt: number = startOfTime): FakeClock => {
  let elapsed = 0;
  const timers = new Set<Timer>();

  const add = (timer: Timer): Disposable => {
    timers.add(timer);
    return { [Symbol.dispose]: () => void timers.delete(timer) };
  };
  const nextDue = (limit: number): Timer | undefined => {
    let next: Timer | undefined;
    for (const timer of timers) {
      if (timer.dueAt <= limit && (!next || timer.dueAt < next.dueAt)) next = timer;
    }
    return next;
  };

  return {
    now: () => startAt + elapsed,
    monotonic: () => elapsed,
    setTimeout: (callback, delayMs) =>
      add({ dueAt: elapsed + Math.max(0, delayMs), periodMs: null, callback }),
    setInterval: (callback, periodMs) => {
      const period = Math.max(1, periodMs);
      return add({ dueAt: elapsed + period, periodMs: period, callback });
    },
    get pending() {
      return timers.size;
    },
    advance: async (ms) => {
      const target = elapsed + ms;
      await settlePromises();
      for (let timer = nextDue(target); timer; timer = nextDue(target)) {
        elapsed = timer.dueAt;
        if (timer.periodMs === null) timers.delete(timer);
        else timer.dueAt += timer.periodMs;
        timer.callback();
        await settlePromises();
      }
      elapsed = target;
    },
  };
};

/** The machine's own time, for tests against real sockets and processes. */
export const createRealClock = (): Clock => ({
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout: (callback, delayMs) => {
    const handle = setTimeout(callback, delayMs);
    return { [Symbol.dispose]: () => clearTimeout(handle) };
  },
  setInterval: (callback, periodMs) => {
    const handle = setInterval(callback, periodMs);
    return { [Symbol.dispose]: () => clearInterval(handle) };
  },
});
