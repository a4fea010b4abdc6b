import { spawn } from 'node:child_process';

/** The result of one stage. Counts are tests; a stage with a single check counts as one. */
export interface StageResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly elapsedMs: number;
  /** Notes for the summary: what was used or skipped. */
  readonly notes: readonly string[];
  /**
   * Failures by name, each with the first line of its reason. In a long run the original output is far above
   * the summary.
   */
  readonly failures: readonly string[];
}

/** Prints the heading of a stage's output. */
export const printHeading = (name: string): void =>
  console.log(`\n── ${name} ${'─'.repeat(Math.max(2, 70 - name.length))}`);

/** Returns the last non-empty lines, in which a failed tool usually gives the reason. */
const lastLines = (output: string): string[] =>
  output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(-12);

/** PATH with the project's own tools first, so that everything runs on the installed Node. */
const toolPath = (root: string): string =>
  [`${root}/node_modules/.bin`, process.env['PATH'] ?? ''].join(process.platform === 'win32' ? ';' : ':');

export interface CommandResult {
  readonly code: number;
  readonly output: string;
}

/**
 * The time to show output: immediately, or not at all and returned, so that parallel stages print in one
 * block.
 */
export type Showing = 'as it comes' | 'not at all';

/** Runs a command. A command that exceeds its time is killed and fails. */
export const runCommand = async (
  root: string,
  command: readonly string[],
  options: {
    readonly timeoutMs: number;
    readonly env?: Readonly<Record<string, string>>;
    readonly showing?: Showing;
  },
): Promise<CommandResult> => {
  const [program = '', ...args] = command;
  return await new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, PATH: toolPath(root), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    const chunks: string[] = [];
    const hear = (text: string): void => {
      chunks.push(text);
      if (options.showing !== 'not at all') process.stdout.write(text);
    };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    const timer = setTimeout(() => {
      hear(`${command.join(' ')}: killed after ${options.timeoutMs / 1000} s without a result\n`);
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), 5_000).unref();
    }, options.timeoutMs);
    const finish = (code: number): void => {
      clearTimeout(timer);
      resolve({ code, output: chunks.join('') });
    };
    child.once('error', (error) => {
      hear(`${program} could not be started: ${error.message}\n`);
      finish(127);
    });
    child.once('close', (code) => finish(code ?? 1));
  });
};

/** Runs a stage with one command, which counts as one check. Prints its output in one block at the end. */
export const checkStage = async (
  root: string,
  name: string,
  command: readonly string[],
  timeoutMs = 600_000,
): Promise<StageResult> => {
  const started = performance.now();
  const { code, output } = await runCommand(root, command, { timeoutMs, showing: 'not at all' });
  printHeading(name);
  process.stdout.write(output);
  return {
    name,
    passed: code === 0 ? 1 : 0,
    failed: code === 0 ? 0 : 1,
    skipped: 0,
    elapsedMs: performance.now() - started,
    notes: [],
    failures: code === 0 ? [] : lastLines(output),
  };
};
