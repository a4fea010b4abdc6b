import type { Ending } from './child.ts';

/** The last message of the desktop program; null when it sent none. */
export type DesktopNote = 'opened' | 'failed' | null;

/** Reads a message of the desktop program. */
export const readDesktopNote = (message: unknown): DesktopNote => {
  const note =
    typeof message === 'object' && message !== null && 'cuelight' in message ? message.cuelight : null;
  return note === 'opened' || note === 'failed' ? note : null;
};

/**
 * Decides if the headless host replaces a desktop program that has ended. It does when Electron never reached
 * our own code, for example because a library or the screen is missing. It doesn't when the program opened
 * its window, reported itself why it can't start (the other host would fail too), or was stopped.
 */
export const shouldFallBack = ({ code, interrupted }: Ending, note: DesktopNote): boolean =>
  code !== 0 && !interrupted && note === null;
