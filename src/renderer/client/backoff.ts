import { backoffDelay, type Backoff } from '#shared/kernel/backoff.ts';
import type { RandomSource } from '#shared/kernel/random.ts';

const reconnecting: Backoff = { baseMs: 250, capMs: 15_000, leastShare: 0.5 };

/**
 * Milliseconds before attempt `attempt` (1 is the first retry): random within the upper half of a window that
 * doubles up to 15 s, so that many windows do not reconnect at the same moment.
 */
export const backoffMs = (attempt: number, random: RandomSource): number =>
  backoffDelay(reconnecting, attempt, random);
