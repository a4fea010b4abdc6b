import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';

/** The end of a program. A program that ended by a signal gets a code of 128 or more, as in a shell. */
export interface Ending {
  readonly code: number;
  /** True when a person stopped the program or this script. */
  readonly interrupted: boolean;
}

/** Runs a program in this terminal, forwards signals to it, and resolves when it has ended. Never rejects. */
export const runInTerminal = (
  program: string,
  args: readonly string[],
  options: {
    readonly root: string;
    readonly env?: Readonly<Record<string, string | undefined>>;
    /**
     * Called with messages that the program sends by `process.send`. Without it, the program has no channel.
     */
    readonly onMessage?: (message: unknown) => void;
  },
): Promise<Ending> =>
  new Promise((resolve) => {
    const path = [join(options.root, 'node_modules/.bin'), process.env['PATH'] ?? ''].join(delimiter);
    const child = spawn(program, args, {
      cwd: options.root,
      stdio: ['inherit', 'inherit', 'inherit', ...(options.onMessage ? (['ipc'] as const) : [])],
      env: { ...process.env, PATH: path, ...options.env },
    });
    // A terminal already sends Ctrl+C to the whole group; this script only has to outlive the child's orderly
    // stop.
    let interrupted = false;
    const outlive = (): void => {
      interrupted = true;
    };
    const passOn = (signal: NodeJS.Signals): void => {
      interrupted = true;
      child.kill(signal);
    };
    if (options.onMessage) child.on('message', options.onMessage);
    process.on('SIGINT', outlive);
    process.on('SIGTERM', passOn);
    process.on('SIGHUP', passOn);
    const finish = (code: number): void => {
      process.off('SIGINT', outlive);
      process.off('SIGTERM', passOn);
      process.off('SIGHUP', passOn);
      resolve({ code, interrupted });
    };
    child.once('error', (error) => {
      console.error(`${program} couldn't be started: ${error.message}`);
      finish(127);
    });
    child.once('exit', (code, signal) => {
      if (signal === 'SIGINT' || signal === 'SIGTERM' || signal === 'SIGHUP') interrupted = true;
      finish(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
