import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { createApplication } from '#main/composition/index.ts';
import { runHeadlessHost } from '#main/hosts/headless/index.ts';

const readVersion = (root: string): string => {
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : null;
  return typeof version === 'string' ? version : 'unknown';
};

/** Runs the headless host of the project at `root`. Resolves with the exit code. */
export const runHeadless = (root: string): Promise<number> =>
  runHeadlessHost({
    argv: process.argv.slice(2),
    process,
    buildApplication: createApplication,
    version: readVersion(root),
    rendererDirectory: join(root, 'out', 'renderer'),
  });
