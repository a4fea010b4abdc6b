import { spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { electronFolder, installedElectron } from '../../scripts/launch/electron-binary.ts';
import { VIOLATION_PREFIX } from '../electron-stand-in/strictness.ts';
import { runInMain, type MainScript } from './main-process.ts';
import { makeHome, nodeProgram, readIfThere, root, waitFor } from './program.ts';

/** Milliseconds for a start on a busy machine, and for everything that follows from a crash. */
const START_LIMIT_MS = 120_000;
/** Milliseconds for an orderly stop, after which a spec's program is killed. */
const STOP_LIMIT_MS = 30_000;

/** The hosts that have a shell: a main process, a window and a desktop around them. */
export type ShellName = 'electron' | 'stand-in';

export interface ShellOptions {
  /** Folder of an earlier run; a temporary one otherwise. */
  readonly home?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /**
   * True for a start beside the program of the same home, which a spec does not attach to: it ends by itself.
   */
  readonly beside?: boolean;
  /** Command that runs the program, such as one that gives it a session bus of its own. */
  readonly wrapper?: readonly string[];
}

/** A desktop program as a process: its output, its end and its window, from outside. */
export interface Shell extends AsyncDisposable {
  readonly home: string;
  readonly output: () => string;
  readonly hasEnded: () => boolean;
  /** Resolves with the exit code; null after a signal that killed it. */
  readonly ended: Promise<number | null>;
  /** Resolves when the output has the pattern, and fails when the program ends before. */
  untilOutput(what: string, pattern: RegExp): Promise<RegExpExecArray>;
  /** Attaches to the window that is there now; earlier pages become useless after a crash. */
  window(): Promise<Page>;
  /** Detaches from the window: Chromium reports no hang of a page that somebody debugs. */
  detach(): Promise<void>;
  /** Runs a script in the main process. */
  inMain<Result>(script: MainScript<undefined, Result>): Promise<Result>;
  inMain<Argument, Result>(script: MainScript<Argument, Result>, argument: Argument): Promise<Result>;
  /**
   * Resolves when the program that ended has started itself again. Its window can then be attached to; its
   * output and its main process are out of reach.
   */
  untilStartedAgain(): Promise<void>;
  /** Command lines of the program's processes by their ids, also of one that was started again (Linux). */
  processes(): ReadonlyMap<number, string>;
  signal(name: NodeJS.Signals): void;
  /** Closes an end of the program's standard output and standard error, as a terminal that is gone. */
  closeOutput(): void;
  /** Lines of the stand-in about what Electron would have refused. Reading empties the list. */
  takeViolations(): string[];
  /** Quits like a user, and returns the exit code. */
  stop(): Promise<number | null>;
}

const electronPath = (): string => installedElectron(electronFolder(root), process.env)?.path ?? '';

const commands: Readonly<Record<ShellName, (args: readonly string[]) => string[]>> = {
  electron: (args) => [electronPath(), '--inspect=0', '--remote-debugging-port=0', root, ...args],
  'stand-in': (args) => [
    nodeProgram,
    '--inspect=0',
    'e2e/electron-stand-in/run.ts',
    'out/main/index.js',
    ...args,
  ],
};

/** The processes whose command line names a home, which only its program's have. */
const processesOf = (home: string): ReadonlyMap<number, string> => {
  const processes = new Map<number, string>();
  for (const name of existsSync('/proc') ? readdirSync('/proc') : []) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    const line = (readIfThere(`/proc/${name}/cmdline`) ?? '').replaceAll('\0', ' ');
    if (line.includes(home)) processes.set(Number(name), line);
  }
  return processes;
};

const killAll = (pids: Iterable<number>): void => {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended meanwhile.
    }
  }
};

/** The address of Chromium's debugging port, where a test attaches to the window. */
const debuggingAddress = (name: ShellName, home: string): string | null => {
  if (name === 'stand-in') return readIfThere(join(home, 'debugging-address')) || null;
  const port = readIfThere(join(home, 'browser', 'DevToolsActivePort'))?.split('\n')[0];
  return port ? `http://127.0.0.1:${port}` : null;
};

const isWindow = (page: Page): boolean =>
  page.url().startsWith('app://cuelight/') || page.url().includes('.stand-in.test/');

/** Starts the desktop program as a process of a host, in a rehearsal unless the arguments say otherwise. */
export const startShell = (name: ShellName, options: ShellOptions = {}): Shell => {
  const home = makeHome(options.home);
  // Addresses of an earlier run in this home.
  if (options.beside !== true)
    for (const stale of ['debugging-address', join('browser', 'DevToolsActivePort')])
      rmSync(join(home.path, stale), { force: true });
  const [command = '', ...args] = [
    ...(options.wrapper ?? []),
    ...commands[name](['--home', home.path, ...(options.args ?? ['--rehearsal'])]),
  ].filter((argument) => options.beside !== true || !argument.startsWith('--remote-debugging-port'));
  const child = spawn(command, args, {
    cwd: root,
    env: {
      ...process.env,
      CUELIGHT_STAND_IN_ADDRESS_FILE: join(home.path, 'debugging-address'),
      // A desktop with a keyring, as is usual.
      CUELIGHT_STAND_IN_SECRET_STORE: 'gnome_libsecret',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const pipe of [child.stdout, child.stderr])
    pipe.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const ended = new Promise<number | null>((tell) => child.once('exit', (code) => tell(code)));
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  let readUpTo = 0;
  let browser: Browser | null = null;
  let attachedTo = '';

  const inspector = (): Promise<string> =>
    waitFor(
      'The inspector of the main process',
      START_LIMIT_MS,
      () => /Debugger listening on (ws:\S+)/.exec(output)?.[1],
      () => output,
      hasEnded,
    );
  const shell: Shell = {
    home: home.path,
    output: () => output,
    hasEnded,
    ended,
    untilOutput: (what, pattern) =>
      waitFor(
        what,
        START_LIMIT_MS,
        () => pattern.exec(output),
        () => output,
        hasEnded,
      ),
    window: async () => {
      const address = await waitFor(
        'The debugging address',
        START_LIMIT_MS,
        () => debuggingAddress(name, home.path),
        () => output,
      );
      await browser?.close();
      attachedTo = address;
      const attached = await chromium.connectOverCDP(address, { noDefaults: true });
      browser = attached;
      const find = (): Page | undefined =>
        attached
          .contexts()
          .flatMap((each) => each.pages())
          .find(isWindow);
      return await waitFor('The window', START_LIMIT_MS, find, () => output);
    },
    detach: async () => {
      await browser?.close();
      browser = null;
    },
    inMain: async <Argument, Result>(
      script: MainScript<Argument, Result>,
      argument?: Argument,
    ): Promise<Result> => runInMain(await inspector(), script, argument as Argument),
    untilStartedAgain: async () => {
      await waitFor(
        'The second life of the program',
        START_LIMIT_MS,
        () => {
          const address = debuggingAddress(name, home.path);
          return address !== null && address !== attachedTo ? true : null;
        },
        () => output,
      );
    },
    processes: () => processesOf(home.path),
    signal: (signal) => void child.kill(signal),
    closeOutput: () => {
      child.stdout.destroy();
      child.stderr.destroy();
    },
    takeViolations: () => {
      const fresh = output.slice(readUpTo);
      readUpTo = output.length;
      return fresh.split('\n').filter((line) => line.startsWith(VIOLATION_PREFIX));
    },
    stop: async () => {
      await browser?.close();
      browser = null;
      // The program may end before it answers.
      await shell.inMain(({ app }) => app.quit()).catch(() => undefined);
      const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
      const code = await ended;
      clearTimeout(limit);
      return code;
    },
    [Symbol.asyncDispose]: async () => {
      await browser?.close().catch(() => undefined);
      if (!hasEnded()) child.kill('SIGKILL');
      // Also a program that was started again, which is no child of ours.
      if (options.beside !== true) killAll(processesOf(home.path).keys());
      await ended;
      home.remove();
    },
  };
  return shell;
};
