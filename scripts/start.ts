/**
 * `npm start`: starts the desktop app, or the headless host in this terminal if Electron can't run. Builds
 * first when there is no build or it is out of date. Passes on arguments, signals and the exit code, and
 * stays attached when the app restarts to switch its mode.
 */
import { join, resolve } from 'node:path';
import { runInTerminal } from './launch/child.ts';
import { electronVersion, findElectron } from './launch/electron-binary.ts';
import { ensureBuild } from './launch/ensure-build.ts';
import { runDesktop } from './launch/fall-back.ts';

const root = resolve(import.meta.dirname, '..');
const args = process.argv.slice(2);

const startDesktop = async (): Promise<number | null> => {
  const electron = await findElectron(root);
  if (!electron.found) {
    console.log(
      `The desktop app can't open, because ${electron.reason} (Electron ${electronVersion(root)}). Starting Cuelight for the browser.`,
    );
    return null;
  }
  const { code, opens } = await runDesktop([root, ...args], (words, onMessage) =>
    runInTerminal(electron.path, words, { root, onMessage }),
  );
  if (opens) return code;
  console.log(`The desktop app couldn't open (code ${code}). Starting Cuelight for the browser.`);
  return null;
};

const startHeadless = async (): Promise<number> => {
  const host = join(root, 'out/main/headless.js');
  return (await runInTerminal(process.execPath, [host, '--open', ...args], { root })).code;
};

const built = await ensureBuild(root);
process.exitCode = built === 0 ? ((await startDesktop()) ?? (await startHeadless())) : built;
