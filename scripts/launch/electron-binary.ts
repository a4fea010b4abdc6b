import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';

/** An Electron on this machine. */
export interface InstalledElectron {
  readonly path: string;
  /** Version that the binary was shipped with; null when its folder names none. */
  readonly version: string | null;
}

/** The program to run, or the reason why there is none, as the end of a sentence with "because". */
export type ElectronBinary =
  (InstalledElectron & { readonly found: true }) | { readonly found: false; readonly reason: string };

type Environment = Readonly<Record<string, string | undefined>>;

/** Time limit for unpacking a cached download. */
const FIRST_LIMIT_MS = 8_000;
/** Time limit for a real download, after its server has responded. */
const DOWNLOAD_LIMIT_MS = 180_000;

/** The folder of the package `electron`. */
export const electronFolder = (root: string): string =>
  dirname(createRequire(join(root, 'package.json')).resolve('electron/package.json'));

/** The binary's path in its folder. Electron's install step writes it too, but not for another folder. */
const programPaths: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

const readIfThere = (file: string): string | null => (existsSync(file) ? readFileSync(file, 'utf8') : null);

/**
 * Returns the installed Electron: the one in `ELECTRON_OVERRIDE_DIST_PATH`, otherwise the package's own. Null
 * when there is none.
 */
export const installedElectron = (
  folder: string,
  env: Environment,
  platform: NodeJS.Platform = process.platform,
): InstalledElectron | null => {
  const written = readIfThere(join(folder, 'path.txt'))?.trim() ?? '';
  const override = env['ELECTRON_OVERRIDE_DIST_PATH'] ?? '';
  // Without path.txt, a folder `dist` is a download that has not ended.
  if (override === '' && written === '') return null;
  const dist = override === '' ? join(folder, 'dist') : resolve(override);
  const path = join(dist, written === '' ? (programPaths[platform] ?? 'electron') : written);
  if (!existsSync(path)) return null;
  const version = (readIfThere(join(dist, 'version')) ?? '').trim().replace(/^v/, '');
  return { path, version: version === '' ? null : version };
};

/** The user and the machine that decide if Electron can open a window. */
export interface Desktop {
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
  readonly hasScreen: boolean;
}

/** Describes this process's user and screen. */
export const thisDesktop = (env: Environment = process.env): Desktop => ({
  platform: process.platform,
  isRoot: process.getuid?.() === 0,
  hasScreen: (env['DISPLAY'] ?? '') !== '' || (env['WAYLAND_DISPLAY'] ?? '') !== '',
});

/**
 * Returns the reason why Electron can't open a window on this machine, even with a binary; null when it can.
 */
export const desktopObstacle = ({ platform, isRoot, hasScreen }: Desktop): string | null => {
  if (platform !== 'linux') return null;
  if (!hasScreen) return 'there is no screen here';
  return isRoot ? "Electron's sandbox doesn't run as root" : null;
};

const downloadServer = (): string =>
  process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'] ?? 'https://github.com/';

/** Returns true when the download server responds. */
const answers = async (limitMs: number): Promise<boolean> => {
  try {
    await fetch(downloadServer(), { method: 'HEAD', signal: AbortSignal.timeout(limitMs) });
    return true;
  } catch {
    return false;
  }
};

/** Runs Electron's own install step, which uses its cached download or downloads it. */
const install = (folder: string): Promise<string | null> =>
  new Promise((tell) => {
    const lines: string[] = [];
    const child = spawn(process.execPath, [join(folder, 'install.js')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr.on('data', (chunk: Buffer) => lines.push(chunk.toString('utf8')));
    let reason: string | null = null;
    const giveUp = (why: string): void => {
      reason = why;
      child.kill('SIGKILL');
    };
    const limit = setTimeout(() => giveUp('its download took too long'), DOWNLOAD_LIMIT_MS);
    const patience = setTimeout(() => {
      void answers(FIRST_LIMIT_MS / 2).then((reachable) => {
        if (reachable) console.log('Downloading Electron once (about 110 MB) …');
        else giveUp(`${downloadServer()} does not answer`);
        return undefined;
      });
    }, FIRST_LIMIT_MS / 2);
    child.once('error', (error) => giveUp(error.message));
    child.once('close', (code) => {
      clearTimeout(limit);
      clearTimeout(patience);
      const output = lines.join('');
      const detail =
        /(?:getaddrinfo|connect) [A-Z_]+ \S+/.exec(output)?.[0] ?? output.split('\n')[0]?.trim() ?? '';
      tell(code === 0 ? null : (reason ?? `its download failed (${detail.slice(0, 160)})`));
    });
  });

/**
 * Returns Electron's binary, and downloads it once when it is missing. Takes only seconds when it isn't
 * available.
 */
export const provideElectron = async (root: string): Promise<ElectronBinary> => {
  const folder = electronFolder(root);
  const present = installedElectron(folder, process.env);
  if (present !== null) return { found: true, ...present };
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? '';
  if (override !== '')
    return { found: false, reason: `ELECTRON_OVERRIDE_DIST_PATH is ${override}, which has no Electron` };
  const failure = await install(folder);
  const installed = installedElectron(folder, process.env);
  return installed === null
    ? { found: false, reason: failure ?? 'the download contained no program' }
    : { found: true, ...installed };
};

/** Finds Electron's binary as `provideElectron` does, unless it can't open a window here. */
export const findElectron = async (root: string): Promise<ElectronBinary> => {
  const reason = desktopObstacle(thisDesktop());
  return reason === null ? await provideElectron(root) : { found: false, reason };
};

/** The version in package.json. The installed binary may have another one. */
export const electronVersion = (root: string): string =>
  z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(electronFolder(root), 'package.json'), 'utf8'))).version;
