import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type BrowserContext } from '@playwright/test';

/** Debian's Chromium, or the one that the environment names. */
export const executablePath = process.env['CUELIGHT_CHROMIUM'] ?? '/usr/bin/chromium';

export const chromiumFlags: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface LaunchedChromium {
  readonly context: BrowserContext;
  /** The address to which a test may attach: `http://127.0.0.1:PORT`. */
  readonly debuggingAddress: string;
  /** Kills the processes of all pages. */
  killRenderers(): Promise<void>;
}

/** Starts Chromium on the program's own data folder, with a debugging port that only this machine reaches. */
export const launchChromium = async (browserData: string): Promise<LaunchedChromium> => {
  const profile = join(browserData, 'chromium');
  mkdirSync(profile, { recursive: true });
  // Electron passes on every switch of Chromium; this is the only one that a spec uses.
  const ownSwitches = process.argv.filter((argument) => argument.startsWith('--js-flags='));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    viewport: null,
    args: [
      ...chromiumFlags,
      ...ownSwitches,
      '--remote-debugging-port=0',
      '--remote-debugging-address=127.0.0.1',
    ],
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  const port = readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n')[0] ?? '';
  return {
    context,
    debuggingAddress: `http://127.0.0.1:${port}`,
    killRenderers: async () => {
      const session = await context.browser()?.newBrowserCDPSession();
      if (!session) throw new Error('Chromium has no browser to ask for its processes');
      const { processInfo } = await session.send('SystemInfo.getProcessInfo');
      for (const { type, id } of processInfo) if (type === 'renderer') process.kill(id, 'SIGKILL');
      await session.detach();
    },
  };
};
