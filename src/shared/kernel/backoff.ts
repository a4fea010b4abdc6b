import type { RandomSource } from './random.ts';

/** Growing waits between attempts. */
export interface Backoff {
  /** The longest wait before the second attempt. */
  readonly baseMs: number;
  /** The longest wait ever. */
  readonly capMs: number;
  /** Where the waits stop growing for a while: for so many failures they are at most this long, and grow on after. */
  readonly plateau?: { readonly capMs: number; readonly failures: number } | undefined;
  /** The share of the longest wait that is always waited, 0 to 1; 0 unless said otherwise. */
  readonly leastShare?: number | undefined;
}

/** More doublings than any cap allows, and few enough to stay a number. */
const mostDoublings = 40;

const ceilingOf = ({ baseMs, capMs, plateau }: Backoff, failures: number): number => {
  const grown = (fromMs: number, doublings: number): number =>
    fromMs * 2 ** Math.min(doublings, mostDoublings);
  if (!plateau) return Math.min(capMs, grown(baseMs, failures - 1));
  return failures <= plateau.failures
    ? Math.min(plateau.capMs, grown(baseMs, failures - 1))
    : Math.min(capMs, grown(plateau.capMs, failures - plateau.failures));
};

/**
 * Milliseconds to wait after `failures` failures in a row: anything from 0 to base · 2^(failures − 1), at most the cap
 * (full jitter: many copies of us that lost the same server do not return together). Never less than the other side asked
 * for. With a plateau the waits stay short for as long as most outages last, and grow on when one lasts longer.
 *
 * @example
 * ```ts
 * const longest = { next: () => 1 };
 * [1, 2, 3, 20].map((failures) => backoffDelay({ baseMs: 500, capMs: 60_000 }, failures, longest));
 * // => [500, 1_000, 2_000, 60_000]
 *
 * const patient = { baseMs: 500, capMs: 60_000, plateau: { capMs: 2_000, failures: 10 } };
 * [1, 2, 3, 10, 11, 12, 20].map((failures) => backoffDelay(patient, failures, longest));
 * // => [500, 1_000, 2_000, 2_000, 4_000, 8_000, 60_000]
 * ```
 */
export const backoffDelay = (
  backoff: Backoff,
  failures: number,
  random: RandomSource,
  retryAfterMs = 0,
): number => {
  const { leastShare = 0 } = backoff;
  const share = leastShare + random.next() * (1 - leastShare);
  return Math.max(retryAfterMs, Math.round(share * ceilingOf(backoff, failures)));
};
