import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';

export const root = resolve(import.meta.dirname, '../..');
/** The project's own Node, whatever started the tests. */
export const nodeProgram = join(root, 'node_modules/node/bin/node');

/** The program as one host runs it, with its window open on a rehearsal. */
export interface Program {
  readonly page: Page;
  /** The link that the headless host printed; null for a host that opens its window itself. */
  readonly link: string | null;
  /** The folder of its data. */
  readonly home: string;
  /** Problems that fail no assertion: violations and page errors. Reading empties the list. */
  takeProblems(): string[];
  /** Stops the program like a user and returns its exit code. */
  stop(): Promise<number | null>;
}

/** Creates a folder for one run's data, or returns the folder of an earlier run, which stays. */
export const makeHome = (kept?: string): { readonly path: string; remove(): void } => {
  if (kept !== undefined) return { path: kept, remove: () => undefined };
  const path = mkdtempSync(join(tmpdir(), 'cuelight-e2e-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }) };
};

/**
 * Polls until there is an answer. Fails with `what` and the program's output when it ends first or is too
 * slow.
 */
export const waitFor = async <T>(
  what: string,
  limitMs: number,
  ask: () => T | null | undefined,
  detail: () => string,
  hasEnded: () => boolean = () => false,
): Promise<T> => {
  const deadline = performance.now() + limitMs;
  while (performance.now() < deadline) {
    const answer = ask();
    if (answer !== null && answer !== undefined) return answer;
    if (hasEnded()) throw new Error(`${what} did not come: the program has ended.\n${detail()}`);
    await new Promise((next) => setTimeout(next, 50));
  }
  throw new Error(`${what} did not come within ${limitMs / 1_000} s.\n${detail()}`);
};

export const readIfThere = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
};

/** A child process and its output. */
export interface SpokenChild {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  readonly output: () => string;
  readonly hasEnded: () => boolean;
}

/** Runs a program in the project's folder, and collects what it writes. */
export const spawnProgram = (
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): SpokenChild => {
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const hear = (chunk: Buffer): void => {
    output += chunk.toString('utf8');
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = new Promise<number | null>((tell) => {
    child.once('close', (code) => tell(code));
  });
  return {
    child,
    ended,
    output: () => output,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
  };
};

export const spawnNode = (args: readonly string[], env: Readonly<Record<string, string>> = {}): SpokenChild =>
  spawnProgram(nodeProgram, args, env);

/** Runs the built headless host on a free port, in a rehearsal. */
export const spawnHeadless = (home: string, args: readonly string[]): SpokenChild =>
  spawnNode(['out/main/headless.js', '--port', '0', '--home', home, '--rehearsal', ...args]);

/** Stops a program by SIGTERM, and by SIGKILL after the limit. */
export const stopChild = async (spoken: SpokenChild): Promise<number | null> => {
  if (!spoken.hasEnded()) spoken.child.kill('SIGTERM');
  const force = setTimeout(() => spoken.child.kill('SIGKILL'), 10_000);
  const code = await spoken.ended;
  clearTimeout(force);
  return code;
};

/** Collects errors of a page that no assertion sees. */
export const watchPage = (page: Page): (() => string[]) => {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console error: ${message.text()}`);
  });
  return () => problems.splice(0);
};
