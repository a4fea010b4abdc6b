import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { UtilityProcess } from 'electron';
import type { StartJournalProcess } from './application-port.ts';

/** The part of Electron that starts a utility process. */
export interface UtilityProcessForker {
  fork(
    modulePath: string,
    args: string[],
    options: { serviceName: string; stdio: 'pipe'; execArgv: string[] },
  ): Pick<UtilityProcess, 'on' | 'postMessage' | 'pid' | 'stdout' | 'stderr'>;
}

const signalNames = new Map<number, string>(
  Object.entries(constants.signals).map(([name, number]) => [number, name]),
);

/**
 * Reads the code of a utility process's `exit` event. Chromium hands on the status of `waitpid`: a signal in the low seven bits,
 * an exit code above them. On Windows it is the exit code itself.
 */
export const describeExit = (status: number, platform: NodeJS.Platform): string => {
  if (platform === 'win32') return `exit code ${status}`;
  const signal = signalNames.get(status & 0x7f);
  if (signal !== undefined) return signal;
  return `exit code ${status > 0xff ? status >> 8 : status}`;
};

/** Starts the journal's process as a utility process. A packaged Electron runs no plain Node, so it cannot be forked. */
export const createJournalProcessStarter =
  (
    utilityProcess: UtilityProcessForker,
    platform: NodeJS.Platform,
    kill: (pid: number) => void,
  ): StartJournalProcess =>
  ({ entry, args }, events) => {
    let exited = false;
    const child = utilityProcess.fork(fileURLToPath(entry), [...args], {
      serviceName: 'Cuelight journal',
      stdio: 'pipe',
      execArgv: [],
    });
    child.on('message', (message: unknown) => events.onMessage(message));
    child.on('error', (type, location) => events.onOutput(`${type} at ${location}\n`));
    child.on('exit', (status) => {
      exited = true;
      events.onExit(describeExit(status, platform));
    });
    for (const pipe of [child.stdout, child.stderr])
      pipe?.on('data', (chunk: Buffer | string) => events.onOutput(chunk.toString()));
    return {
      send: (message) => {
        if (!exited) child.postMessage(message);
      },
      // Not Electron's own `kill`: it sends SIGTERM, which a process that hangs does not hear.
      kill: () => {
        if (!exited && child.pid !== undefined) kill(child.pid);
      },
      // Electron's own life keeps the program alive.
      hold: () => undefined,
    };
  };
