import type { Clock } from '../clock.ts';
import { toDisposable } from '../disposable.ts';
import { leakLedger } from './leak-ledger.ts';

/** A clock that moves only when a test advances it. */
export interface FakeClock extends Clock {
  /** Advances time, running due timers in order and letting promises settle after each. */
  advance(durationMs: number): Promise<void>;
  /** Lets all promises settle without moving time. */
  settle(): Promise<void>;
  /** Moves only wall time, as when the machine's clock is set. */
  jumpWall(byMs: number): void;
  /** Number of pending timers and intervals; a leak check expects none. */
  readonly pending: number;
  /** Milliseconds until the next timer is due; null when there is none. */
  readonly nextDueInMs: number | null;
}

type Timer = {
  due: number;
  readonly order: number;
  readonly period: number | null;
  readonly run: () => void;
};

type Macrotask = (callback: () => void) => unknown;

/** Waits one turn of the event loop, after which every promise that can settle has settled. */
const nextTurn = (): Promise<void> => {
  const immediate: unknown = Reflect.get(globalThis, 'setImmediate');
  const defer: Macrotask =
    typeof immediate === 'function'
      ? (callback) => Reflect.apply(immediate, undefined, [callback])
      : (callback) => globalThis.setTimeout(callback, 0);
  return new Promise((resolve) => defer(resolve));
};

/**
 * Creates a clock for tests that starts at `now` (epoch milliseconds) and moves only by
 * {@link FakeClock.advance}.
 *
 * @example
 * ```ts
 * const clock = createFakeClock();
 * const rung: number[] = [];
 * const bell = clock.setInterval(() => rung.push(clock.monotonic()), 1_000);
 * await clock.advance(2_500);
 * rung; // => [1000, 2000]
 * clock.pending; // => 1
 * bell[Symbol.dispose]();
 * ```
 */
export const createFakeClock = (now = Date.UTC(2026, 0, 1, 20)): FakeClock => {
  const timers = new Set<Timer>();
  let elapsed = 0;
  let wallOffset = now;
  let order = 0;

  const arm = (run: () => void, delayMs: number, period: number | null): Disposable => {
    const timer: Timer = { due: elapsed + Math.max(0, delayMs), order: order++, period, run };
    timers.add(timer);
    return toDisposable(() => timers.delete(timer));
  };
  const next = (): Timer | undefined => {
    let first: Timer | undefined;
    for (const timer of timers) {
      if (!first || timer.due < first.due || (timer.due === first.due && timer.order < first.order))
        first = timer;
    }
    return first;
  };

  leakLedger.watch({ name: 'timers of a fake clock', held: () => timers.size });

  return {
    now: () => wallOffset + elapsed,
    monotonic: () => elapsed,
    setTimeout: (callback, delayMs) => arm(callback, delayMs, null),
    setInterval: (callback, periodMs) => arm(callback, periodMs, Math.max(1, periodMs)),
    get pending() {
      return timers.size;
    },
    get nextDueInMs() {
      const timer = next();
      return timer ? timer.due - elapsed : null;
    },
    jumpWall: (byMs) => {
      wallOffset += byMs;
    },
    settle: nextTurn,
    advance: async (durationMs) => {
      const target = elapsed + durationMs;
      await nextTurn();
      for (let timer = next(); timer && timer.due <= target; timer = next()) {
        elapsed = Math.max(elapsed, timer.due);
        if (timer.period === null) timers.delete(timer);
        else timer.due += timer.period;
        timer.run();
        await nextTurn();
      }
      elapsed = target;
      await nextTurn();
    },
  };
};
