import { join } from 'node:path';
import { isBuilt } from './build-output.ts';
import { runInTerminal } from './child.ts';

/** Builds when there is no build or it is older than its sources. Returns the build's exit code. */
export const ensureBuild = async (root: string): Promise<number> => {
  if (isBuilt(root)) return 0;
  // To standard error: what a script reads from standard output is the program's own.
  console.error('Building Cuelight …');
  const vite = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  const { code } = await runInTerminal(process.execPath, [vite, 'build', '--logLevel', 'warn'], { root });
  if (code !== 0) console.error('Cuelight could not be built. The lines above say why.');
  return code;
};
