import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type {
  AppImageUpdater,
  DebUpdater,
  NsisUpdater,
  ResolvedUpdateFileInfo,
  UpdateInfo,
} from 'electron-updater';
import type { Logger } from '#core/logger.ts';
import type { FetchPackage, PackageKind, PackageUpdater, VerifiedUpdate } from '#main/updates/ports/index.ts';
import { err, Fault, ok, type Result } from '#shared/kernel/index.ts';

/** The updaters of the library, which is loaded when it is first needed. */
export interface UpdaterLibrary {
  readonly AppImageUpdater: typeof AppImageUpdater;
  readonly DebUpdater: typeof DebUpdater;
  readonly NsisUpdater: typeof NsisUpdater;
}

/** The part of Electron's app that the library uses. */
export interface UpdatedApp {
  readonly version: string;
  readonly name: string;
  relaunch(): void;
}

export interface PackageUpdaterOptions {
  readonly library: UpdaterLibrary;
  readonly kind: PackageKind;
  readonly app: UpdatedApp;
  /** Folder of the library's files, downloads included. */
  readonly folder: string;
  readonly logger: Logger;
}

/** The library's own configuration file: the folder of its downloads. */
const libraryConfig = 'updaterCacheDirName: downloads\n';

const updaterOf = (library: UpdaterLibrary, kind: PackageKind) => {
  const { AppImageUpdater: appimage, DebUpdater: deb, NsisUpdater: nsis } = library;
  return { appimage, deb, nsis }[kind];
};

/** Returns a provider that answers with one verified update in the place of the library's unsigned feed. */
const providerOf = ({ version, releasedAt, url, sha512, size }: VerifiedUpdate) => {
  const file = { url: basename(url.pathname), sha512, size };
  const info: UpdateInfo = { version, releaseDate: releasedAt, files: [file], path: file.url, sha512 };
  return class {
    readonly fileExtraDownloadHeaders = null;
    readonly isUseMultipleRangeRequest = false;
    setRequestHeaders(): void {
      // The library adds an id of this installation, which nobody gets.
    }
    getLatestVersion(): Promise<UpdateInfo> {
      return Promise.resolve(info);
    }
    resolveFiles(): readonly ResolvedUpdateFileInfo[] {
      return [{ url, info: file }];
    }
  };
};

/** Returns a network access for the library that can do nothing but write the verified package to a file. */
const executorOf = (fetch: FetchPackage) => {
  const refuse = (): Promise<never> =>
    Promise.reject(new Error('The updater may download nothing but the verified package'));
  return {
    download: async (url: URL, destination: string): Promise<string> => {
      await fetch(url, destination);
      return destination;
    },
    request: refuse,
    downloadToBuffer: refuse,
  };
};

/** Writes the library's configuration and creates its updater for this kind of package. */
const createUpdater = async ({ library, kind, app, folder, logger }: PackageUpdaterOptions) => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const appUpdateConfigPath = join(folder, 'updater.yml');
  await writeFile(appUpdateConfigPath, libraryConfig, { mode: 0o600 });
  const Updater = updaterOf(library, kind);
  const updater = new Updater(null, {
    version: app.version,
    name: app.name,
    isPackaged: true,
    appUpdateConfigPath,
    userDataPath: folder,
    baseCachePath: folder,
    whenReady: () => Promise.resolve(),
    relaunch: () => app.relaunch(),
    // The host quits and starts the installer, not the library.
    quit: () => undefined,
    onQuit: () => undefined,
  });
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.allowDowngrade = false;
  updater.disableWebInstaller = true;
  // A differential download takes pieces of the installed file, and asks for further addresses.
  updater.disableDifferentialDownload = true;
  updater.logger = {
    debug: (message) => logger.debug(message),
    info: (message: unknown) => logger.info(String(message)),
    warn: (message: unknown) => logger.warning(String(message)),
    error: (message: unknown) => logger.warning(String(message)),
  };
  return updater;
};

/**
 * Opens the library for one kind of package. The library chooses the file, keeps it for the next attempt, and
 * starts the installer. It never reads a feed and opens no address by itself.
 */
export const openPackageUpdater = async (options: PackageUpdaterOptions): Promise<PackageUpdater> => {
  const updater = await createUpdater(options);
  return {
    download: async (update, fetch): Promise<Result<string, Fault>> => {
      // Set before the provider, which reads it. The library does not declare it, but its tests set it, too.
      Reflect.set(updater, 'httpExecutor', executorOf(fetch));
      updater.setFeedURL({ provider: 'custom', updateProvider: providerOf(update) });
      try {
        const checked = await updater.checkForUpdates();
        if (!checked?.isUpdateAvailable)
          return err(
            new Fault(
              'update.not-accepted',
              `The updater does not accept version ${update.version} for this installation. Install it from the release page.`,
              { kind: 'configuration' },
            ),
          );
        const [file] = await updater.downloadUpdate();
        if (file === undefined) throw new Error('The updater downloaded no file');
        return ok(file);
      } catch (thrown) {
        return err(Fault.from(thrown, 'update.not-downloaded'));
      }
    },
    install: () => updater.install(true, true),
  };
};
