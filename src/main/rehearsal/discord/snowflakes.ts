import type { Clock } from '#shared/kernel/index.ts';

/** The first second of 2015, from which Discord counts. */
const discordEpochMs = 1_420_070_400_000;

/** Creates Discord ids: they contain their creation time and always increase, whatever the clock does. */
export const createSnowflakes = (clock: Clock): { next(): string } => {
  let last = 0n;
  return {
    next: () => {
      const fromClock = BigInt(Math.max(0, Math.trunc(clock.now()) - discordEpochMs)) << 22n;
      last = fromClock > last ? fromClock : last + 1n;
      return last.toString();
    },
  };
};
