import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { appOrigin } from '#main/hosts/electron/page-origin.ts';
import { root, spawnProgram, stopChild, waitFor, type SpokenChild } from '../harness/program.ts';

/** Milliseconds for a start on a busy machine. */
const START_LIMIT_MS = 180_000;

const places: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: process.arch === 'x64' ? 'linux-unpacked/cuelight' : `linux-${process.arch}-unpacked/cuelight`,
  darwin: `mac${process.arch === 'x64' ? '' : `-${process.arch}`}/Cuelight.app/Contents/MacOS/Cuelight`,
  win32: 'win-unpacked/Cuelight.exe',
};

/** The packaged program: the one of `npm run package`, or the file in `CUELIGHT_PACKAGED_PROGRAM`. */
export const packagedProgram =
  process.env['CUELIGHT_PACKAGED_PROGRAM'] ??
  join(root, 'out/package', places[process.platform] ?? 'no-package-for-this-system');

/** Runs the packaged program, and collects what it writes. */
const spawnPackaged = (args: readonly string[], env: Readonly<Record<string, string>> = {}): SpokenChild => {
  if (!existsSync(packagedProgram))
    throw new Error(`There is no packaged program at ${packagedProgram}. Run npm run package first.`);
  return spawnProgram(packagedProgram, args, env);
};

/** A running packaged program, seen only from outside. */
export interface PackagedProgram {
  readonly process: SpokenChild;
  /** Connects to the window, as a debugger does. Each call is a new connection. */
  connect(): Promise<Page>;
  /** Returns the process ids of the pages. */
  pageProcesses(): Promise<readonly number[]>;
  /** Asks the program to stop, and returns its exit code. */
  stop(): Promise<number | null>;
}

/** Starts the packaged program on a rehearsal in a home. */
export const startPackaged = async (
  home: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<PackagedProgram> => {
  const spoken = spawnPackaged(['--remote-debugging-port=0', '--home', home, '--rehearsal', ...args], env);
  const browsers: Browser[] = [];
  const stop = async (): Promise<number | null> => {
    const [browser] = browsers;
    // A signal would end the program at once on Windows, so the debugger asks it to quit there.
    if (process.platform === 'win32' && browser && !spoken.hasEnded()) {
      const session = await browser.newBrowserCDPSession();
      // The connection ends before the answer.
      await session.send('Browser.close').catch(() => undefined);
      return await spoken.ended;
    }
    for (const each of browsers.splice(0)) await each.close();
    return await stopChild(spoken);
  };
  try {
    const address = await waitFor(
      'The debugging address of the packaged program',
      START_LIMIT_MS,
      () => /DevTools listening on (ws:\S+)/.exec(spoken.output())?.[1],
      spoken.output,
      spoken.hasEnded,
    );
    const open = async (): Promise<Browser> => {
      const browser = await chromium.connectOverCDP(address);
      browsers.push(browser);
      return browser;
    };
    return {
      process: spoken,
      connect: async () => {
        const browser = await open();
        return await waitFor(
          'The window of the packaged program',
          START_LIMIT_MS,
          () =>
            browser
              .contexts()
              .flatMap((context) => context.pages())
              .find((page) => appOrigin.isOwn(page.url())),
          spoken.output,
          spoken.hasEnded,
        );
      },
      pageProcesses: async () => {
        const browser = browsers[0] ?? (await open());
        const session = await browser.newBrowserCDPSession();
        const { processInfo } = await session.send('SystemInfo.getProcessInfo');
        await session.detach();
        return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
      },
      stop,
    };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
};
