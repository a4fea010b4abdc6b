import type { Ending } from './child.ts';

/** The last note of the desktop program; null when it sent none. */
export type DesktopNote = 'opened' | 'failed' | null;

/** Reads a message of the desktop program. */
export const readDesktopNote = (message: unknown): DesktopNote => {
  const note =
    typeof message === 'object' && message !== null && 'cuelight' in message ? message.cuelight : null;
  return note === 'opened' || note === 'failed' ? note : null;
};

/**
 * Decides whether the headless host starts in the place of a desktop program that ended. It does when Electron itself did not get
 * as far as our own code, however long that took: a library is missing, or the screen. It does not when the program opened its
 * window, said itself why it cannot start (the other host would meet the same), or was told to stop.
 */
export const shouldFallBack = ({ code, interrupted }: Ending, note: DesktopNote): boolean =>
  code !== 0 && !interrupted && note === null;
