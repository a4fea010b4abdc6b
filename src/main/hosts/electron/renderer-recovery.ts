import type { Clock } from '#shared/kernel/index.ts';

const CRASH_WINDOW_MS = 60_000;
const CRASH_LIMIT = 3;

/** The page to show after the window's process ended. */
export type Recovery = 'reload' | 'plain-page';

/** Decides the recovery of a crash: a reload, or a plain page after the third crash within a minute. */
export const createRecoveryPolicy = (clock: Clock): { onCrash(): Recovery } => {
  let crashes: number[] = [];
  return {
    onCrash: () => {
      const now = clock.monotonic();
      crashes = [...crashes.filter((at) => now - at < CRASH_WINDOW_MS), now];
      if (crashes.length < CRASH_LIMIT) return 'reload';
      crashes = [];
      return 'plain-page';
    },
  };
};
