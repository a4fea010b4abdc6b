import type { Clock } from '#shared/kernel/index.ts';

const tickMs = 5_000;
/** A tick this late, or a wall clock this far off the monotonic one, means that the machine slept or its clock was set. */
const jumpMs = 15_000;

/** Notices that the machine slept, from the clocks alone: the headless host hears nothing of power. */
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
