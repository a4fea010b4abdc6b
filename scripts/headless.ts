/**
 * `npm run headless`: runs the headless host in this terminal, and builds it first if necessary. Passes on
 * arguments, signals and the exit code.
 */
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
