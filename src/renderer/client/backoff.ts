import { backoffDelay, type Backoff } from '#shared/kernel/backoff.ts';
import type { RandomSource } from '#shared/kernel/random.ts';

const reconnecting: Backoff = { baseMs: 250, capMs: 15_000, leastShare: 0.5 };

/**
 * Milliseconds to wait before attempt `attempt` (1 is the first retry): anywhere in the upper half of a window
 * that doubles up to 15 s, so that many windows do not come back in step.
 */
export const backoffMs = (attempt: number, random: RandomSource): number =>
  backoffDelay(reconnecting, attempt, random);
