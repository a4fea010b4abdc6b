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
/** Bit in the status of a process that left a core dump. */
const coreDumped = 0x80;

/**
 * Describes the code of a utility process's `exit` event. Chromium passes either the signal's number or the
 * exit code without saying which. The journal's process only exits with 0 or 1, so the number of a crash
 * signal is read as a signal.
 */
export const describeExit = (code: number, platform: NodeJS.Platform): string => {
  if (platform === 'win32') return `exit code ${code}`;
  const number = code > coreDumped && code < 2 * coreDumped ? code - coreDumped : code;
  return crashSignals.find((signal) => constants.signals[signal] === number) ?? `exit code ${code}`;
};

/**
 * Starts the journal's process as a utility process. A packaged Electron cannot run plain Node, so no fork
 * works.
 */
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
      // Not Electron's `kill`, which sends SIGTERM: a hanging process does not react to it.
      kill: () => {
        if (!exited && child.pid !== undefined) kill(child.pid);
      },
      // Electron itself keeps the program alive.
      keepAlive: () => undefined,
    };
  };
