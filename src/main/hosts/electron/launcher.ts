/**
 * - `opened`: there is a window.
 * - `failed`: there is none, and the program has said why; another host would meet the same.
 */
export type LauncherNote = 'opened' | 'failed';

/** Tells the script that started this program, if one did and still listens, how far the program came. */
export const tellLauncher = (
  process: Pick<NodeJS.Process, 'connected' | 'send'>,
  note: LauncherNote,
): void => {
  // Whoever started it may be gone by now: that is no news.
  if (process.connected) process.send?.({ cuelight: note }, undefined, undefined, () => undefined);
};
