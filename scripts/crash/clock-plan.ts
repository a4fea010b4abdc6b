import type { RandomSource } from '#shared/kernel/index.ts';

/** The environment variable with the clock error of a run. */
export const clockVariable = 'CUELIGHT_CRASH_CLOCK';

const dayMs = 86_400_000;
const jumps = [31, 91, 400, 50 * 365, 80 * 365, -1, -40, -10 * 365, -60 * 365] as const;

/** Clock error at the start of a run and after its jump, milliseconds. */
export interface ClockPlan {
  readonly startMs: number;
  readonly laterMs: number;
}

/**
 * Plans clock errors. Half of all runs start with a correct clock; half of all jumps end at the correct time.
 */
export const randomClockPlan = (random: RandomSource): ClockPlan => {
  const offset = (): number =>
    random.next() < 0.5 ? 0 : (jumps[Math.floor(random.next() * jumps.length)] ?? 0) * dayMs;
  return { startMs: offset(), laterMs: offset() };
};

export const readClockPlan = (text: string | undefined): ClockPlan => {
  const [startMs = 0, laterMs = 0] = (text ?? '').split(',').map(Number);
  return { startMs, laterMs };
};
