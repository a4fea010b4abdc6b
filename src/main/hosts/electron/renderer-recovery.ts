import type { Clock } from '#shared/kernel/index.ts';

const CRASH_WINDOW_MS = 60_000;
const CRASH_LIMIT = 3;

/** What to show after the window's process is gone. */
export type Recovery = 'reload' | 'plain-page';

/** Decides what follows a crash: reload, but a plain page after the third within a minute. */
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
