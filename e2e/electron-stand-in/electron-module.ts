/**
 * The module that `electron` resolves to in a process that `run.ts` started. One process runs one program, as
 * in Electron.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { SafeStorage } from 'electron';
import { z } from 'zod';
import { createStandIn } from './stand-in.ts';

const stores = [
  'basic_text',
  'gnome_libsecret',
  'kwallet',
  'kwallet5',
  'kwallet6',
  'unknown',
] as const satisfies ReturnType<SafeStorage['getSelectedStorageBackend']>[];
const manifest = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(resolve(import.meta.dirname, '../../package.json'), 'utf8')));

// `run.ts` imports this module before it changes the command line.
const [, runner = '', entry = 'out/main/index.js'] = process.argv;

const standIn = createStandIn({
  version: manifest.version,
  addressFile: process.env['CUELIGHT_STAND_IN_ADDRESS_FILE'] ?? null,
  secretStore: z.enum(stores).parse(process.env['CUELIGHT_STAND_IN_SECRET_STORE'] ?? 'basic_text'),
  // Electron's own variable for a binary that is not packaged.
  isPackaged: process.env['ELECTRON_FORCE_IS_PACKAGED'] !== undefined,
  endProcess: (code) => process.exit(code),
  startAgain: (args) => {
    // The first argument names the app, as on Electron's command line.
    const command = [...process.execArgv, runner, entry, ...args.slice(1)];
    spawn(process.execPath, command, { stdio: 'inherit', detached: true }).unref();
  },
});

export const { becomeReady, violations } = standIn;
export const {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  nativeImage,
  net,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
  webContents,
} = standIn.electron;
