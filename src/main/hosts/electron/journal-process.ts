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

const crashSignals = ['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGILL', 'SIGTRAP', 'SIGFPE', 'SIGKILL'] as const;
/** Set by the system in the status of a process that left a core dump. */
const coreDumped = 0x80;

/**
 * Reads the code of a utility process's `exit` event. Chromium gives the number of the signal, or else the exit code, and does
 * not say which: a number that is a signal of crashes is read as that, because the journal's process exits by 0 or 1 only.
 */
export const describeExit = (code: number, platform: NodeJS.Platform): string => {
  if (platform === 'win32') return `exit code ${code}`;
  const number = code > coreDumped && code < 2 * coreDumped ? code - coreDumped : code;
  return crashSignals.find((signal) => constants.signals[signal] === number) ?? `exit code ${code}`;
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
    child.on('exit', (code) => {
      exited = true;
      events.onExit(describeExit(code, platform));
    });
    for (const pipe of [child.stdout, child.stderr])
      pipe?.on('data', (chunk: Buffer | string) => events.onOutput(chunk.toString()));
    return {
      send: (message) => {
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process has no origin
        if (!exited) child.postMessage(message);
      },
      // Not Electron's own `kill`: it sends SIGTERM, which a process that hangs does not hear.
      kill: () => {
        if (!exited && child.pid !== undefined) kill(child.pid);
      },
      // Electron's own life keeps the program alive.
      keepAlive: () => undefined,
    };
  };
