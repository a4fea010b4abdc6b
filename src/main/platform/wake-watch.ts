import type { Clock } from '#shared/kernel/index.ts';

const tickMs = 5_000;
/**
 * Milliseconds of lateness of a tick, or of difference to the monotonic clock, that show sleep or a set
 * clock.
 */
const jumpMs = 15_000;

/** Detects sleep from the clocks alone: the headless host gets no power events. */
export const watchForWake = (clock: Clock, onWake: (reason: string) => void): Disposable => {
  let wall = clock.now();
  let monotonic = clock.monotonic();
  return clock.setInterval(() => {
    const wallPassed = clock.now() - wall;
    const monotonicPassed = clock.monotonic() - monotonic;
    wall += wallPassed;
    monotonic += monotonicPassed;
    const slept = Math.max(wallPassed, monotonicPassed) - tickMs;
    if (slept > jumpMs)
      onWake(`the machine slept for about ${Math.round(slept / 1_000)} s, or its clock was set`);
    else if (wallPassed - monotonicPassed < -jumpMs) onWake('the machine’s clock was set back');
  }, tickMs);
};
