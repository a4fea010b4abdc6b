import type { RandomSource } from './random.ts';

/** Growing delays between attempts. */
export interface Backoff {
  /** The longest delay before the second attempt. */
  readonly baseMs: number;
  /** The longest delay ever. */
  readonly capMs: number;
  /**
   * A limit for the first failures: for `failures` failures the delay is at most `capMs`, then it grows
   * further.
   */
  readonly plateau?: { readonly capMs: number; readonly failures: number } | undefined;
  /** The part of the longest delay that is never shortened by jitter, 0 to 1; 0 by default. */
  readonly leastShare?: number | undefined;
}

/** More doublings than any cap allows, and few enough to avoid overflow. */
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
 * Returns the milliseconds to wait after `failures` failures in a row: a random delay from 0 to base ·
 * 2^(failures − 1), at most the cap. Full jitter keeps clients that lost the same server from reconnecting
 * together. The delay is never less than the server asked for. With a plateau the delays stay short for as
 * long as most outages last, and grow further in longer outages.
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
