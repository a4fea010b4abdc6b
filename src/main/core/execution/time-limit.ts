import { nothingToDispose, startDeadline, type Clock } from '#shared/kernel/index.ts';

/**
 * The outcome of work: how it ended, or that it was still running at the time limit. It may end later,
 * because a promise can't be stopped.
 */
export type TimedOutcome<T> =
  | { readonly status: 'fulfilled'; readonly value: T }
  | { readonly status: 'rejected'; readonly reason: unknown }
  | { readonly status: 'time-over' };

/**
 * Waits for work, at most `limitMs` (null: no limit). Never rejects, and leaves no timer behind.
 *
 * @example
 * ```ts
 * const clock = createFakeClock();
 * const never = new Promise<string>(() => undefined);
 * const outcome = settleWithin(clock, never, 1_000);
 * await clock.advance(1_000);
 * await outcome; // => { status: 'time-over' }
 * ```
 */
export const settleWithin = <T>(
  clock: Clock,
  work: Promise<T>,
  limitMs: number | null,
): Promise<TimedOutcome<T>> =>
  new Promise((resolve) => {
    const timer =
      limitMs === null
        ? nothingToDispose
        : startDeadline(clock, () => resolve({ status: 'time-over' }), limitMs);
    const end = (outcome: TimedOutcome<T>): void => {
      timer[Symbol.dispose]();
      resolve(outcome);
    };
    work.then(
      (value) => end({ status: 'fulfilled', value }),
      (reason: unknown) => end({ status: 'rejected', reason }),
    );
  });

/** Calls a function so that a synchronous throw and a rejection look the same. */
export const callAsync = async <T>(call: () => T | Promise<T>): Promise<T> => call();
