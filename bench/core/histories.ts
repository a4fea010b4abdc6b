import { resolve } from 'node:path';
import { x } from 'tinyexec';
import type { BenchContext } from '../measure/row.ts';

const target = 100_000;
const root = resolve(import.meta.dirname, '../..');

/**
 * Plays random histories against the guarantees of the lifecycle: the model test, with more runs than a test
 * can afford.
 */
export const benchHistories = async ({ full, print, wants, say }: BenchContext): Promise<void> => {
  if (!wants('T6')) return;
  const runs = full ? target : 1_000;
  const began = performance.now();
  const { exitCode } = await x(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', 'src/main/core/runtime/reconciler.model.test.ts'],
    {
      nodeOptions: {
        cwd: root,
        env: { CORE_MODEL_RUNS: String(runs) },
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    },
  );
  say(`# ${runs} histories in ${Math.round((performance.now() - began) / 1_000)} s`);
  print({
    id: 'T6',
    case: `random lifecycle histories without a violation, of ${target.toLocaleString('en')}`,
    ours: exitCode === 0 ? runs : 0,
    rival: null,
    theirs: null,
    unit: 'histories',
    ratio: null,
    target: `>=${target}`,
    met: exitCode === 0 && runs < target ? 'too few to judge: add --full' : exitCode === 0,
  });
  if (exitCode !== 0) throw new Error('A history violated a guarantee: see the output of vitest above');
};
