import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { createApplication } from '#main/composition/index.ts';
import { runHeadlessHost } from '#main/hosts/headless/index.ts';

// Two folders below the project's root, built or not.
const root = join(import.meta.dirname, '..', '..');
const readVersion = (): string => {
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : null;
  return typeof version === 'string' ? version : 'unknown';
};

// Exits by itself: a library's forgotten timer must not keep a stopped program alive.
process.exit(
  await runHeadlessHost({
    argv: process.argv.slice(2),
    process,
    buildApplication: createApplication,
    version: readVersion(),
    rendererDirectory: join(root, 'out', 'renderer'),
  }),
);
