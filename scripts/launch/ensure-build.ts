import { join } from 'node:path';
import { isBuilt } from './build-output.ts';
import { runInTerminal } from './child.ts';

/** Builds when there is no build or it is out of date. Returns the build's exit code. */
export const ensureBuild = async (root: string): Promise<number> => {
  if (isBuilt(root)) return 0;
  // Writes to standard error, because scripts read the program's own output from standard output.
  console.error('Building Cuelight …');
  const vite = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  const { code } = await runInTerminal(process.execPath, [vite, 'build', '--logLevel', 'warn'], { root });
  if (code !== 0) console.error('The build failed. See the lines above.');
  return code;
};
