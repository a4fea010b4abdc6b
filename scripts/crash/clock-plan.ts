import type { RandomSource } from '#shared/kernel/index.ts';

/** The variable that says how the clock of a run is wrong. */
export const clockVariable = 'CUELIGHT_CRASH_CLOCK';

const dayMs = 86_400_000;
const jumps = [31, 91, 400, 50 * 365, 80 * 365, -1, -40, -10 * 365, -60 * 365] as const;

/** How far the clock is off at the start of a run and after its jump, milliseconds. */
export interface ClockPlan {
  readonly startMs: number;
  readonly laterMs: number;
}

/** Half of all runs start with the right clock; half of all jumps end at the right time. */
export const randomClockPlan = (random: RandomSource): ClockPlan => {
  const offset = (): number =>
    random.next() < 0.5 ? 0 : (jumps[Math.floor(random.next() * jumps.length)] ?? 0) * dayMs;
  return { startMs: offset(), laterMs: offset() };
};

export const readClockPlan = (text: string | undefined): ClockPlan => {
  const [startMs = 0, laterMs = 0] = (text ?? '').split(',').map(Number);
  return { startMs, laterMs };
};
