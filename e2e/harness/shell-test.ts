import { startShell, type Shell, type ShellName, type ShellOptions } from './shell.ts';
import { test } from './test.ts';

export { expect, test } from './test.ts';

/** The tag of specs about what only a shell has. The headless host, which has none, leaves them out. */
export const aboutShell = { tag: '@shell' } as const;

/** Milliseconds for whatever a busy machine still manages; no spec is about time. */
export const patience = { timeout: 60_000 };

/** The host of this run's project. */
export const shellName = (): ShellName => {
  const { name } = test.info().project;
  if (name === 'electron' || name === 'stand-in') return name;
  throw new Error(
    `The host "${name}" has no shell. Tag the spec with aboutShell, which leaves it out there.`,
  );
};

/** Starts a program of its own for one spec. The spec disposes it. */
export const startOwnShell = (options?: ShellOptions): Shell => startShell(shellName(), options);

/** Starts one program for the specs of a block. Each spec leaves it as it found it. */
export const shareShell = (options?: ShellOptions): (() => Shell) => {
  let shared: Shell | null = null;
  test.beforeAll(async () => {
    test.setTimeout(300_000);
    shared = startOwnShell(options);
    await shared.window();
  });
  test.afterAll(async () => {
    await shared?.[Symbol.asyncDispose]();
    shared = null;
  });
  return () => {
    if (!shared) throw new Error('The program of these specs has not started.');
    return shared;
  };
};
