import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchContext } from '../measure/row.ts';
import { benchSearch } from './search.ts';
import { benchOwnProcess } from './own-process.ts';
import { benchTimeTravel } from './time-travel.ts';
import { benchSustained } from './sustained.ts';
import { benchWriting } from './writing.ts';

/**
 * Measures writing (T11), searching (T12), writing at a steady rate, the cost of the separate process, and
 * time travel, with files in a temporary folder.
 */
export const bench = async (context: BenchContext): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'cuelight-bench-journal-'));
  try {
    await benchWriting(context, folder);
    await benchSustained(context, folder);
    await benchOwnProcess(context, folder);
    benchTimeTravel(context, folder);
    benchSearch(context, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
