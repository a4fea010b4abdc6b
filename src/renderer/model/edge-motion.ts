/** How the dots on a line move so that as many pass as events happen. */
export interface EdgeMotion {
  readonly dots: number;
  /** Seconds that one dot's round takes, its wait included. */
  readonly roundSeconds: number;
  /** The share of the round in which it moves. */
  readonly moving: number;
}

const MOST_DOTS = 12;
const USUAL_TRAVEL_SECONDS = 2;

// A dot that changes its pace starts over, so small changes of the rate are left alone.
const steps = [0.05, 0.1, 0.2, 0.5, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64];

/** The nearest step at or below a rate, in events per second; 0 below the first. */
export const calmRate = (rate: number): number => steps.findLast((step) => step <= rate) ?? 0;

/** Null when nothing moves. `rate` is events per second. */
export const motionOf = (rate: number | null): EdgeMotion | null => {
  const calm = calmRate(rate ?? 0);
  if (calm === 0) return null;
  const dots = Math.min(MOST_DOTS, Math.max(1, Math.round(calm * USUAL_TRAVEL_SECONDS)));
  const roundSeconds = dots / calm;
  return { dots, roundSeconds, moving: Math.min(1, USUAL_TRAVEL_SECONDS / roundSeconds) };
};
