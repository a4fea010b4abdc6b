import { spawn } from 'node:child_process';

/** How one stage of the checks ended. Counts are of tests; a stage that is one check counts as one. */
export interface StageResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly elapsedMs: number;
  /** What was used or left out, for the summary. */
  readonly notes: readonly string[];
  /** What failed, by name, each with the first line of why: a long run's own lines are far above the summary. */
  readonly failures: readonly string[];
}

/** The line that begins a stage's own output. */
export const printHeading = (name: string): void =>
  console.log(`\n── ${name} ${'─'.repeat(Math.max(2, 70 - name.length))}`);

/** The last lines that say something: where a tool that failed says why. */
const lastLines = (output: string): string[] =>
  output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(-12);

/** Where the project's own tools are, put first on PATH so that everything runs on the Node that came along. */
const toolPath = (root: string): string =>
  [`${root}/node_modules/.bin`, process.env['PATH'] ?? ''].join(process.platform === 'win32' ? ';' : ':');

export interface CommandResult {
  readonly code: number;
  readonly output: string;
}

/** Shows output as it comes, or keeps it for the caller: what runs beside something else is shown as one block. */
export type Showing = 'as it comes' | 'not at all';

/** Runs a command. A command over its time is ended, and fails. */
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
      hear(`${command.join(' ')}: ended after ${options.timeoutMs / 1000} s without a result\n`);
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

/** A stage that is one command and counts as one check. Its output is shown in one block when it has ended. */
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
