/** The motion of the dots on a line, which pass at the rate of the events. */
export interface EdgeMotion {
  readonly dots: number;
  /** Seconds of one dot's round, including its wait. */
  readonly roundSeconds: number;
  /** The moving share of the round, 0 to 1. */
  readonly moving: number;
}

const MOST_DOTS = 12;
const USUAL_TRAVEL_SECONDS = 2;

// A changed pace restarts the dots, so small changes of the rate are ignored.
const steps = [0.05, 0.1, 0.2, 0.5, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64];

/** Returns the nearest step at or below a rate, in events per second; 0 below the first step. */
export const calmRate = (rate: number): number => steps.findLast((step) => step <= rate) ?? 0;

/** Returns the motion for a rate in events per second; null when nothing moves. */
export const motionOf = (rate: number | null): EdgeMotion | null => {
  const calm = calmRate(rate ?? 0);
  if (calm === 0) return null;
  const dots = Math.min(MOST_DOTS, Math.max(1, Math.round(calm * USUAL_TRAVEL_SECONDS)));
  const roundSeconds = dots / calm;
  return { dots, roundSeconds, moving: Math.min(1, USUAL_TRAVEL_SECONDS / roundSeconds) };
};
