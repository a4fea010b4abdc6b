import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, chromium, type Browser } from '@playwright/test';
import {
  desktopObstacle,
  electronFolder,
  electronVersion,
  installedElectron,
  thisDesktop,
} from '../../scripts/launch/electron-binary.ts';
import { chromiumFlags, executablePath } from '../electron-stand-in/chromium.ts';
import { VIOLATION_PREFIX } from '../electron-stand-in/strictness.ts';
import {
  makeHome,
  readIfThere,
  root,
  spawnHeadless,
  spawnNode,
  stopChild,
  waitFor,
  watchPage,
  type Program,
} from './program.ts';

/** Milliseconds for a start on a busy machine. */
const START_LIMIT_MS = 180_000;

/** A way to run the program on this machine. */
export interface Runtime {
  readonly name: 'electron' | 'stand-in' | 'headless';
  /** The name in the report of a run. */
  readonly title: string;
  /** Returns the reason why it cannot run here; null when it can. */
  obstacle(): string | null;
  /** Starts in a temporary home that is removed at the stop, or in a given one that stays. */
  start(home?: string): Promise<Program>;
}

/**
 * Starts a program, and stops its started processes when the rest fails, so that a failed spec leaves none
 * behind.
 */
const startedOr = async (stop: () => Promise<unknown>, start: () => Promise<Program>): Promise<Program> => {
  try {
    return await start();
  } catch (thrown) {
    await stop();
    throw thrown;
  }
};

const chromiumObstacle = (): string | null =>
  existsSync(executablePath) ? null : `there is no Chromium at ${executablePath}`;

const headless: Runtime = {
  name: 'headless',
  title: 'headless host with its page in Chromium',
  obstacle: chromiumObstacle,
  start: async (kept) => {
    const home = makeHome(kept);
    const host = spawnHeadless(home.path, ['--log-level', 'warning']);
    const browser = await chromium.launch({ executablePath, args: [...chromiumFlags] });
    const stop = async (): Promise<number | null> => {
      const code = await stopChild(host);
      await browser.close();
      home.remove();
      return code;
    };
    return await startedOr(stop, async () => {
      const address = await waitFor(
        'The address of the headless host',
        START_LIMIT_MS,
        () => /Open it in a browser: (\S+)/.exec(host.output())?.[1],
        host.output,
        host.hasEnded,
      );
      const context = await browser.newContext({ viewport: { width: 1_440, height: 900 } });
      const page = await context.newPage();
      const takeProblems = watchPage(page);
      await page.goto(address, { timeout: START_LIMIT_MS });
      return { page, link: address, home: home.path, takeProblems, stop };
    });
  },
};

const standIn: Runtime = {
  name: 'stand-in',
  title: 'Electron stand-in: the built main process and preload under Node, with its window in Chromium',
  obstacle: chromiumObstacle,
  start: async (kept) => {
    const home = makeHome(kept);
    const addressFile = join(home.path, 'debugging-address');
    // A file of an earlier run in this home.
    rmSync(addressFile, { force: true });
    const program = spawnNode(
      ['e2e/electron-stand-in/run.ts', 'out/main/index.js', '--home', home.path, '--rehearsal'],
      // A desktop with a keyring, as is usual; without one the program never reports "Everything is healthy".
      { CUELIGHT_STAND_IN_ADDRESS_FILE: addressFile, CUELIGHT_STAND_IN_SECRET_STORE: 'gnome_libsecret' },
    );
    let browser: Browser | null = null;
    const stop = async (): Promise<number | null> => {
      await browser?.close();
      const code = await stopChild(program);
      home.remove();
      return code;
    };
    return await startedOr(stop, async () => {
      const address = await waitFor(
        'The debugging address of the stand-in',
        START_LIMIT_MS,
        () => readIfThere(addressFile) || null,
        program.output,
        program.hasEnded,
      );
      const connected = await chromium.connectOverCDP(address);
      browser = connected;
      const page = await waitFor(
        'The window of the stand-in',
        START_LIMIT_MS,
        () =>
          connected
            .contexts()
            .flatMap((context) => context.pages())
            .find((each) => each.url().includes('.stand-in.test/')),
        program.output,
        program.hasEnded,
      );
      await page.setViewportSize({ width: 1_440, height: 900 });
      const takePageProblems = watchPage(page);
      let read = 0;
      const takeViolations = (): string[] => {
        const fresh = program.output().slice(read);
        read = program.output().length;
        return fresh.split('\n').filter((line) => line.startsWith(VIOLATION_PREFIX));
      };
      return {
        page,
        link: null,
        home: home.path,
        takeProblems: () => [...takePageProblems(), ...takeViolations()],
        stop,
      };
    });
  },
};

const electronPackage = electronFolder(root);
const binary = installedElectron(electronPackage, process.env);

/** Names the binary that runs, which need not be the one that package.json asks for. */
const electronTitle = (): string => {
  const wanted = electronVersion(root);
  if (binary === null) return `real Electron ${wanted}`;
  if (binary.version === wanted) return `real Electron ${wanted}`;
  return `real Electron ${binary.version ?? 'of an unknown version'} at ${binary.path} (package.json has ${wanted})`;
};

const electron: Runtime = {
  name: 'electron',
  title: electronTitle(),
  obstacle: () => {
    if (binary === null) return 'its binary is not installed (npx install-electron fetches it)';
    return desktopObstacle(thisDesktop());
  },
  start: async (kept) => {
    const home = makeHome(kept);
    const app = await _electron.launch({
      args: [root, '--home', home.path, '--rehearsal'],
      executablePath: binary?.path ?? '',
      cwd: root,
      // Without it Playwright adds --no-sandbox, and the specs would run a program that nobody has.
      chromiumSandbox: true,
    });
    const child = app.process();
    const ended = new Promise<number | null>((tell) => {
      child.once('exit', (code) => tell(code));
    });
    const stop = async (): Promise<number | null> => {
      await app.evaluate(({ app: running }) => running.quit()).catch(() => undefined);
      const code = await ended;
      home.remove();
      return code;
    };
    return await startedOr(stop, async () => {
      const running = await app.evaluate(() => process.versions['electron']);
      if (binary?.version && running !== binary.version)
        throw new Error(`${binary.path} is Electron ${running}, but its folder says ${binary.version}.`);
      const page = await app.firstWindow();
      await page.setViewportSize({ width: 1_440, height: 900 });
      return { page, link: null, home: home.path, takeProblems: watchPage(page), stop };
    });
  },
};

export const runtimes: readonly Runtime[] = [electron, standIn, headless];

/** Returns the runtime of a Playwright project, which has its name. */
export const runtimeNamed = (name: string): Runtime => {
  const runtime = runtimes.find((each) => each.name === name);
  if (!runtime) throw new Error(`No runtime is named ${name}`);
  return runtime;
};

/** Returns the available hosts, the closest one to the installed program first. */
export const runnableHosts = (): Runtime['name'][] =>
  runtimes.filter((runtime) => runtime.obstacle() === null).map(({ name }) => name);

/** Returns lines about the hosts that this run uses and skips. */
export const describeRuntimes = (): string[] =>
  runtimes.map((runtime) => {
    const obstacle = runtime.obstacle();
    return obstacle === null ? `uses: ${runtime.title}` : `skipped: ${runtime.title}: ${obstacle}`;
  });
