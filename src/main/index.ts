import { join } from 'node:path';
import { createApplication } from '#main/composition/index.ts';
import { runElectronHost } from '#main/hosts/electron/index.ts';
import { homePath } from '#main/hosts/shared/index.ts';

// Two folders below the project's root, built or not.
const root = join(import.meta.dirname, '..', '..');

runElectronHost({
  buildApplication: createApplication,
  defaultHome: homePath(null, process.env),
  paths: {
    renderer: join(root, 'out', 'renderer'),
    preload: join(root, 'out', 'preload', 'index.cjs'),
    resources: join(root, 'resources'),
  },
});
