import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** The program to run, or the reason why there is none, as the end of a sentence with "because". */
export type ElectronBinary =
  { readonly found: true; readonly path: string } | { readonly found: false; readonly reason: string };

/** Time limit for unpacking a cached download. */
const FIRST_LIMIT_MS = 8_000;
/** Time limit for a real download, after its server has responded. */
const DOWNLOAD_LIMIT_MS = 180_000;

const electronFolder = (root: string): string =>
  dirname(createRequire(join(root, 'package.json')).resolve('electron/package.json'));

const installedPath = (folder: string): string | null => {
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const program = readFileSync(pathFile, 'utf8').trim();
  const path = join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist'), program);
  return existsSync(path) ? path : null;
};

/**
 * Returns the reason why Electron can't open a window on this machine, even with a binary; null when it can.
 */
const obstacle = (): string | null => {
  if (process.platform !== 'linux') return null;
  if ((process.env['DISPLAY'] ?? '') === '' && (process.env['WAYLAND_DISPLAY'] ?? '') === '') {
    return 'there is no screen here';
  }
  return process.getuid?.() === 0 ? "Electron's sandbox doesn't run as root" : null;
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
  new Promise((resolve) => {
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
      resolve(code === 0 ? null : (reason ?? `its download failed (${detail.slice(0, 160)})`));
    });
  });

/**
 * Finds Electron's binary, and downloads it once when it is missing. Takes only seconds when it isn't
 * available.
 */
export const findElectron = async (root: string): Promise<ElectronBinary> => {
  const blocked = obstacle();
  if (blocked !== null) return { found: false, reason: blocked };
  const folder = electronFolder(root);
  const present = installedPath(folder);
  if (present !== null) return { found: true, path: present };
  const failure = await install(folder);
  const path = installedPath(folder);
  return path === null
    ? { found: false, reason: failure ?? 'the download contained no program' }
    : { found: true, path };
};

/** The version in package.json, for messages. */
export const electronVersion = (root: string): string =>
  z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(electronFolder(root), 'package.json'), 'utf8'))).version;
