import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** The program to run, or why there is none, in words that end a sentence beginning "because". */
export type ElectronBinary =
  { readonly found: true; readonly path: string } | { readonly found: false; readonly reason: string };

/** Enough to unpack a download that is already in the cache. */
const FIRST_LIMIT_MS = 8_000;
/** For a real download, once its server has answered. */
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

/** Why Electron could not open a window here, whatever its binary; null when it could. */
const obstacle = (): string | null => {
  if (process.platform !== 'linux') return null;
  if ((process.env['DISPLAY'] ?? '') === '' && (process.env['WAYLAND_DISPLAY'] ?? '') === '') {
    return 'there is no screen here';
  }
  return process.getuid?.() === 0 ? 'Electron does not run its sandbox as root' : null;
};

const downloadServer = (): string =>
  process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'] ?? 'https://github.com/';

/** Whether the download server answers at all. */
const answers = async (limitMs: number): Promise<boolean> => {
  try {
    await fetch(downloadServer(), { method: 'HEAD', signal: AbortSignal.timeout(limitMs) });
    return true;
  } catch {
    return false;
  }
};

/** Electron's own install step, which takes the download from its cache or fetches it. */
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
        if (reachable) console.log('Fetching Electron, this once (about 110 MB) …');
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

/** Finds Electron's binary, fetching it once when it is missing. Takes seconds at the most when it cannot be had. */
export const findElectron = async (root: string): Promise<ElectronBinary> => {
  const blocked = obstacle();
  if (blocked !== null) return { found: false, reason: blocked };
  const folder = electronFolder(root);
  const present = installedPath(folder);
  if (present !== null) return { found: true, path: present };
  const failure = await install(folder);
  const path = installedPath(folder);
  return path === null
    ? { found: false, reason: failure ?? 'its download left no program' }
    : { found: true, path };
};

/** The version named in package.json, for words to people. */
export const electronVersion = (root: string): string =>
  z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(electronFolder(root), 'package.json'), 'utf8'))).version;
