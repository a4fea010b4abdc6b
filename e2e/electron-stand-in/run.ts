/**
 * Runs the built desktop program without Electron:
 * `node e2e/electron-stand-in/run.ts out/main/index.js [arguments]`. The program's `electron` is the
 * stand-in, its window a page in Chromium.
 */
import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const standIn = new URL('./electron-module.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: standIn, shortCircuit: true } : next(specifier, context),
});

const { app, becomeReady } = await import('./electron-module.ts');

const [node = '', , entry = 'out/main/index.js', ...args] = process.argv;
// As Electron has it: the program, the app, then what the user said.
process.argv = [node, '.', ...args];

process.on('SIGTERM', () => app.quit());
process.on('SIGINT', () => app.quit());
await import(pathToFileURL(resolve(entry)).href);
becomeReady();
