import type { Clock } from '../clock.ts';
import { toDisposable } from '../disposable.ts';

/** Real milliseconds between two ticks of the clock while a caller waits. */
const tickMs = 4;
/**
 * The longest real time that one tick counts. Beyond it the process was not scheduled, so the time was not
 * usable.
 */
const longestTickMs = 10;

type Timer = { due: number; readonly periodMs: number | null; readonly run: () => void };

/**
 * Runs real time `factor` times as fast, for real sockets whose time limits are many seconds. It does not run
 * ahead of the program: when the machine gives the process no time, this clock waits too, so that a limit of
 * ten seconds does not become half a second on a busy machine.
 *
 * @example
 * ```ts
 * const clock = createFastClock(1_000);
 * const began = clock.monotonic();
 * await new Promise<void>((resolve) => clock.setTimeout(resolve, 10_000));
 * clock.monotonic() - began >= 10_000; // => true
 * ```
 */
export const createFastClock = (factor: number): Clock => {
  const startedAt = Date.now();
  const timers = new Set<Timer>();
  let time = 0;
  let seenAt = performance.now();
  let ticker: ReturnType<typeof setInterval> | null = null;

  const catchUp = (longestMs: number): void => {
    const real = performance.now();
    time += Math.min(real - seenAt, longestMs) * factor;
    seenAt = real;
  };
  const read = (): number => {
    // Between two ticks, time stands still while a caller waits. Without a caller there is no limit to
    // distort.
    if (ticker === null) catchUp(Number.POSITIVE_INFINITY);
    return time;
  };
  const rest = (): void => {
    if (timers.size > 0 || ticker === null) return;
    globalThis.clearInterval(ticker);
    ticker = null;
  };
  const tick = (): void => {
    catchUp(longestTickMs);
    for (const timer of [...timers].sort((one, other) => one.due - other.due)) {
      if (timer.due > time || !timers.has(timer)) continue;
      if (timer.periodMs === null) timers.delete(timer);
      else timer.due = Math.max(timer.due + timer.periodMs, time);
      timer.run();
    }
    rest();
  };
  const arm = (run: () => void, delayMs: number, periodMs: number | null): Disposable => {
    const timer: Timer = { due: read() + Math.max(0, delayMs), periodMs, run };
    timers.add(timer);
    ticker ??= globalThis.setInterval(tick, tickMs);
    return toDisposable(() => {
      timers.delete(timer);
      rest();
    });
  };

  return {
    now: () => startedAt + read(),
    monotonic: read,
    setTimeout: (callback, delayMs) => arm(callback, delayMs, null),
    setInterval: (callback, periodMs) => arm(callback, periodMs, Math.max(1, periodMs)),
  };
};
