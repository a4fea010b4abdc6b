import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';
import type { Logger } from '#core/logger.ts';
import type { PackageKind, UpdateHost } from '#main/updates/ports/index.ts';
import { err, Fault, ok } from '#shared/kernel/index.ts';
import { ownAppImage, replaceAppImage, restartOptions } from './app-image.ts';
import { builtInUpdates } from './built-in-updates.ts';
import { openPackageUpdater, type UpdaterLibrary } from './package-updater.ts';

export interface UpdateHostOptions {
  readonly app: Pick<
    App,
    'isPackaged' | 'getVersion' | 'getName' | 'relaunch' | 'quit' | 'releaseSingleInstanceLock'
  >;
  readonly process: Pick<NodeJS.Process, 'platform' | 'arch' | 'env' | 'execPath' | 'argv'> & {
    readonly resourcesPath: string;
  };
  /** The feed and the keys; by default those of this build. */
  readonly source?: UpdateHost['source'];
  /** Loads electron-updater, when an update is installed. */
  readonly loadLibrary: () => Promise<UpdaterLibrary>;
  readonly logger: Logger;
  /** Closes every window, which would not answer while the installer runs. */
  readonly closeWindows: () => void;
}

/** The update as the host's life cycle sees it. */
export interface HostedUpdate {
  readonly host: UpdateHost;
  /** Runs the installer if an update is waiting for the stop. Called when everything has stopped. */
  handOver(): void;
  /** Starts this version again if an update is waiting. Called when stopping took too long for it. */
  giveUp(): void;
}

/** Returns the kind of package that this program was installed from; null when it can't be replaced. */
export const readPackageKind = ({
  app,
  process,
}: Pick<UpdateHostOptions, 'app' | 'process'>): PackageKind | null => {
  if (!app.isPackaged) return null;
  // On macOS, the system's own updater needs a signed application, which no build has yet.
  if (process.platform === 'win32') return 'nsis';
  if (process.platform !== 'linux') return null;
  if (ownAppImage(process) !== null) return 'appimage';
  try {
    const type = readFileSync(join(process.resourcesPath, 'package-type'), 'utf8').trim();
    return type === 'deb' ? type : null;
  } catch {
    return null;
  }
};

/** Creates the host's part in an update. */
export const createUpdateHost = (options: UpdateHostOptions): HostedUpdate => {
  const { app, process, source = builtInUpdates, loadLibrary, logger, closeWindows } = options;
  const kind = readPackageKind(options);
  let waiting: (() => boolean) | null = null;
  const relaunch = (): void => app.relaunch(restartOptions(process, process.argv.slice(1)));
  const runInstaller = (install: () => boolean): boolean => {
    const appImage = ownAppImage(process);
    try {
      return appImage === null ? install() : replaceAppImage(appImage, install);
    } catch (error) {
      logger.error('The installer of the update failed', error);
      return false;
    }
  };
  return {
    host: {
      source,
      kind,
      platform: process.platform,
      arch: process.arch,
      openUpdater: async (folder) => {
        if (kind === null)
          return err(
            new Fault('update.unsupported', 'This program was not installed from a package.', {
              kind: 'configuration',
            }),
          );
        try {
          const library = await loadLibrary();
          const updated = { version: app.getVersion(), name: app.getName(), relaunch };
          return ok(await openPackageUpdater({ library, kind, app: updated, folder, logger }));
        } catch (thrown) {
          return err(Fault.from(thrown, 'update.no-library'));
        }
      },
      installAfterStop: (install) => {
        waiting = install;
        app.quit();
      },
    },
    handOver: () => {
      const install = waiting;
      waiting = null;
      if (!install) return;
      closeWindows();
      // The installer may start the new version before this process has ended.
      app.releaseSingleInstanceLock();
      if (!runInstaller(install)) relaunch();
    },
    giveUp: () => {
      const isWaiting = waiting !== null;
      waiting = null;
      if (isWaiting) relaunch();
    },
  };
};
