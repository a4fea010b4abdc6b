import type { RandomSource } from '#shared/kernel/random.ts';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 15_000;

/**
 * Milliseconds to wait before attempt `attempt` (1 is the first retry): anywhere in the upper half of a window
 * that doubles up to 15 s, so that many windows do not come back in step.
 */
export const backoffMs = (attempt: number, random: RandomSource): number => {
  const window = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, attempt - 1));
  return Math.round(window / 2 + (random.next() * window) / 2);
};
