import { createSystemClock, type Clock } from '#shared/kernel/index.ts';

/** A real-time clock whose wall clock can be set. */
export const createJumpingClock = (): Clock & { jump(byMs: number): void } => {
  const real = createSystemClock();
  let offset = 0;
  return {
    ...real,
    now: () => real.now() + offset,
    jump: (byMs) => {
      offset += byMs;
    },
  };
};
