import { restartOptions, type RunningProgram } from './app-image.ts';

/**
 * A message to the script that started this program.
 * - `opened`: the window is open.
 * - `failed`: the program reported why it cannot start; another host would fail too.
 * - `handed-over`: another instance has the home, and opened its window.
 * - `stopping`: the program was asked to stop.
 * - `restart`: the script starts the program again with these arguments once it has exited.
 */
export type LauncherNote =
  | { readonly cuelight: 'opened' | 'failed' | 'handed-over' | 'stopping' }
  | { readonly cuelight: 'restart'; readonly args: readonly string[] };

type Launched = Pick<NodeJS.Process, 'connected' | 'send'>;

/** Sends a message to the script that started this program. False when no script listens. */
export const tellLauncher = (process: Launched, note: LauncherNote): boolean => {
  if (!process.connected || !process.send) return false;
  // The script may exit before it has read the message, which is fine.
  process.send(note, undefined, undefined, () => undefined);
  return true;
};

/**
 * Arranges a restart after this process has exited: by the script that started it, which then stays attached
 * to its terminal, otherwise by Electron.
 */
export const arrangeRestart = (
  process: Launched & RunningProgram,
  app: { relaunch(options: ReturnType<typeof restartOptions>): void },
  args: readonly string[],
): void => {
  if (tellLauncher(process, { cuelight: 'restart', args })) return;
  app.relaunch(restartOptions(process, args));
};
