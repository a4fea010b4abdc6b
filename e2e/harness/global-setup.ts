import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isBuilt } from '../../scripts/launch/build-output.ts';
import { nodeProgram, root } from './program.ts';
import { describeRuntimes } from './runtimes.ts';

/** Says which hosts the specs run on, and builds the program when there is no current build. */
const prepare = (): void => {
  for (const line of describeRuntimes()) console.log(line);
  if (isBuilt(root)) return;
  const vite = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  const { status } = spawnSync(nodeProgram, [vite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('The program could not be built, so there is nothing to test.');
};

// Playwright takes a global setup by its default export.
// oxlint-disable-next-line import/no-default-export
export default prepare;
