/** `npm run headless`: the headless host in this terminal, built first where need be. Arguments are passed on; signals and the exit code too. */
import { join, resolve } from 'node:path';
import { runInTerminal } from './launch/child.ts';
import { ensureBuild } from './launch/ensure-build.ts';

const root = resolve(import.meta.dirname, '..');
const built = await ensureBuild(root);
process.exitCode =
  built === 0
    ? (
        await runInTerminal(
          process.execPath,
          [join(root, 'out/main/headless.js'), ...process.argv.slice(2)],
          { root },
        )
      ).code
    : built;
