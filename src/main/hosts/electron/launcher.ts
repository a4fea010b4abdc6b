/**
 * The outcome of the start.
 * - `opened`: the window is open.
 * - `failed`: the program reported why it cannot start; another host would fail too.
 */
export type LauncherNote = 'opened' | 'failed';

/** Sends the outcome of the start to the script that started this program, if it still listens. */
export const tellLauncher = (
  process: Pick<NodeJS.Process, 'connected' | 'send'>,
  note: LauncherNote,
): void => {
  // The script may have exited already, which is fine.
  if (process.connected) process.send?.({ cuelight: note }, undefined, undefined, () => undefined);
};
