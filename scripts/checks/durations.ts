import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** Seconds of each test file in its last run on this machine. */
export type Durations = ReadonlyMap<string, number>;

const fileOf = (root: string): string => join(root, 'node_modules/.cache/tests/durations.json');
const durationsSchema = z.record(z.string(), z.number().nonnegative());

/** Reads the durations of earlier runs; empty when there are none or the file is unreadable. */
export const readDurations = (root: string): Durations => {
  try {
    const parsed = durationsSchema.safeParse(JSON.parse(readFileSync(fileOf(root), 'utf8')));
    return new Map(parsed.success ? Object.entries(parsed.data) : []);
  } catch {
    return new Map();
  }
};

/** Stores the durations of a run for the next one. They only order tests, so a failed write is ignored. */
export const rememberDurations = (root: string, fresh: Durations): void => {
  try {
    const all = Object.fromEntries([...readDurations(root), ...fresh]);
    mkdirSync(dirname(fileOf(root)), { recursive: true });
    writeFileSync(fileOf(root), JSON.stringify(all));
  } catch {
    return;
  }
};
