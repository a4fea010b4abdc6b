import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

/** How a program ended. A program ended by a signal counts as 128 and more, as in a shell. */
export interface Ending {
  readonly code: number;
  readonly elapsedMs: number;
}

/** Runs a program in this terminal, passes signals on to it, and resolves when it has ended. Never rejects. */
export const runInTerminal = (
  program: string,
  args: readonly string[],
  options: { readonly root: string; readonly env?: Readonly<Record<string, string | undefined>> },
): Promise<Ending> =>
  new Promise((resolve) => {
    const startedAt = performance.now();
    const path = [join(options.root, 'node_modules/.bin'), process.env['PATH'] ?? ''].join(delimiter);
    const child = spawn(program, args, {
      cwd: options.root,
      stdio: 'inherit',
      env: { ...process.env, PATH: path, ...options.env },
    });
    // A terminal sends Ctrl+C to the whole group already; what matters is that we outlive the child's orderly stop.
    const outlive = (): void => undefined;
    const passOn = (signal: NodeJS.Signals): void => void child.kill(signal);
    process.on('SIGINT', outlive);
    process.on('SIGTERM', passOn);
    process.on('SIGHUP', passOn);
    const finish = (code: number): void => {
      process.off('SIGINT', outlive);
      process.off('SIGTERM', passOn);
      process.off('SIGHUP', passOn);
      resolve({ code, elapsedMs: performance.now() - startedAt });
    };
    child.once('error', (error) => {
      console.error(`${program} could not be started: ${error.message}`);
      finish(127);
    });
    child.once('exit', (code, signal) => finish(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
