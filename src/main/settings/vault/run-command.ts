import { spawn } from 'node:child_process';
import type { Clock } from '#shared/kernel/index.ts';

export interface CommandEnd {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

export interface CommandOptions {
  readonly clock: Clock;
  /** When the command is given up, milliseconds. */
  readonly limitMs: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What the command reads. Secrets go this way: a list of arguments can be seen by every user of the machine. */
  readonly input?: string;
}

/** No tool that we ask says more than this. */
const mostOutput = 64 * 1024;

/** Runs a tool of the system without a shell. Rejects when it is not there or takes too long. */
export const runCommand = (
  command: string,
  args: readonly string[],
  { clock, limitMs, environment, input = '' }: CommandOptions,
): Promise<CommandEnd> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...environment }, stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    const limit = clock.setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${command} did not answer within ${limitMs / 1_000} s`));
    }, limitMs);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(0, mostOutput);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors = (errors + text).slice(0, mostOutput);
    });
    // A tool that ends without reading is no news: its code says how it went.
    child.stdin.on('error', () => undefined);
    child.once('error', (error) => {
      limit[Symbol.dispose]();
      reject(error);
    });
    child.once('close', (code) => {
      limit[Symbol.dispose]();
      resolve({ code, output, errors });
    });
    child.stdin.end(input);
  });
