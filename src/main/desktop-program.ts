import { join } from 'node:path';
import { createApplication } from '#main/composition/index.ts';
import { runElectronHost } from '#main/hosts/electron/index.ts';
import { homePath } from '#main/hosts/shared/index.ts';

/**
 * Starts the desktop program of the project at `root`. Must be called while the entry module is evaluated.
 */
export const startDesktop = (root: string): void =>
  runElectronHost({
    buildApplication: createApplication,
    defaultHome: homePath(null, process.env),
    paths: {
      renderer: join(root, 'out', 'renderer'),
      preload: join(root, 'out', 'preload', 'index.cjs'),
      resources: join(root, 'resources'),
    },
  });
