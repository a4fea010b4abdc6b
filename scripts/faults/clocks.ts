import { createSystemClock, type Clock } from '#shared/kernel/index.ts';

/** Real time, run through `factor` times as fast, for rows whose faults last many minutes. */
export const createFastClock = (factor: number): Clock => {
  const real = createSystemClock();
  const wall = real.now();
  const origin = real.monotonic();
  const elapsed = (): number => (real.monotonic() - origin) * factor;
  return {
    now: () => wall + elapsed(),
    monotonic: elapsed,
    setTimeout: (callback, delayMs) => real.setTimeout(callback, delayMs / factor),
    setInterval: (callback, periodMs) => real.setInterval(callback, periodMs / factor),
  };
};

/** Real time whose wall clock can be set. */
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
