import type { RandomSource } from '#shared/kernel/index.ts';

/** Growing waits between attempts. */
export interface Backoff {
  /** The longest wait before the second attempt. */
  readonly baseMs: number;
  /** The longest wait ever. */
  readonly capMs: number;
}

/**
 * How long to wait after `failures` failures in a row: anything from 0 to base · 2^(failures − 1), at most the cap
 * (full jitter: many copies of us that lost the same server do not return together). Never less than the other side asked for.
 *
 * @example
 * ```ts
 * const longest = { next: () => 1 };
 * [1, 2, 3, 20].map((failures) => backoffDelay({ baseMs: 500, capMs: 60_000 }, failures, longest));
 * // => [500, 1_000, 2_000, 60_000]
 * ```
 */
export const backoffDelay = (
  backoff: Backoff,
  failures: number,
  random: RandomSource,
  retryAfterMs = 0,
): number => {
  const ceiling = Math.min(backoff.capMs, backoff.baseMs * 2 ** Math.min(failures - 1, 40));
  return Math.max(retryAfterMs, Math.round(random.next() * ceiling));
};
