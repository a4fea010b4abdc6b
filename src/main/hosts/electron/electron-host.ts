/**
 * The desktop program: runs the application in Electron's life cycle. The only file of this folder that
 * imports values of Electron; the other files get them as arguments.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  nativeImage,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
  type Session,
} from 'electron';
import { createSystemClock, type Fault, type Result } from '#shared/kernel/index.ts';
import { createGateway, serveMessagePort } from '#main/gateway/index.ts';
import { openConsole } from '#main/platform/index.ts';
import { lockHome, type Application, type BuildApplication } from '../shared/index.ts';
import type { ApplicationOptions } from './application-port.ts';
import { argumentsInMode, readDesktopArguments, RESTARTED_AFTER_CRASH } from './command-line.ts';
import { openContractChannel } from './contract-channel.ts';
import { readDevelopmentPage } from './development-page.ts';
import { guardDownloads } from './downloads.ts';
import { checkExternalLink, linkedHosts } from './external-links.ts';
import { createFailedStart, type FailedStart } from './failed-start.ts';
import { createJournalProcessStarter } from './journal-process.ts';
import { createLateLogger } from './late-logger.ts';
import { tellLauncher } from './launcher.ts';
import { mainWindowOptions, revealWindow, runMainWindow } from './main-window.ts';
import { guardNavigation } from './navigation-guard.ts';
import { createPageHandler } from './page-handler.ts';
import { APP_SCHEME, appOrigin, type PageOrigin } from './page-origin.ts';
import { denyPermissions } from './permissions.ts';
import { watchProcessFaults } from './process-faults.ts';
import type { Program } from './program.ts';
import { stopBeforeQuit } from './quit-sequence.ts';
import { createSecretCodec } from './secret-codec.ts';
import { runTray } from './tray.ts';
import { createUpdateHost } from './update-host.ts';
import { createStateWriter, placeWindow, readWindowState } from './window-state.ts';

export interface ElectronHostOptions {
  readonly buildApplication: BuildApplication<ApplicationOptions>;
  /** Data folder, unless the command line or `CUELIGHT_HOME` names another. */
  readonly defaultHome: string;
  /** Paths of the built files. */
  readonly paths: { readonly renderer: string; readonly preload: string; readonly resources: string };
}

/**
 * Starts the desktop program. Must be called while the entry module runs: the sandbox, the scheme and the
 * data folder can only be set before Electron is ready.
 */
export const runElectronHost = (options: ElectronHostOptions): void => {
  const args = readDesktopArguments(process.argv.slice(1), process.env);
  const home = args.home ?? options.defaultHome;
  const { error: terminal } = openConsole(process);
  const failed = createFailedStart({
    app,
    dialog,
    clock: createSystemClock(),
    write: (text) => terminal.write(text),
    onFailed: () => tellLauncher(process, 'failed'),
  });
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
  if (!claimHome(home, failed)) return;

  const origin = readPageOrigin();
  const program = beginProgram(failed);
  app
    .whenReady()
    .then(() =>
      runReadyHost(
        options,
        { home, mode: args.mode, origin, afterCrash: args.restartedAfterCrash },
        program,
        failed,
      ),
    )
    .catch((error: unknown) => failed.end(error instanceof Error ? error.message : String(error)));
};

/**
 * Sets Electron's data folder, whose single-instance lock allows one instance per home. False ends this
 * process.
 */
const claimHome = (home: string, failed: FailedStart): boolean => {
  const browserData = join(home, 'browser');
  try {
    mkdirSync(browserData, { recursive: true, mode: 0o700 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    failed.end(
      `Cuelight cannot store its data in ${home} (${reason}). Choose a writable folder with --home.`,
    );
    app.on('before-quit', () => app.exit(1));
    return false;
  }
  app.setPath('userData', browserData);
  if (app.requestSingleInstanceLock()) return true;
  app.quit();
  return false;
};

const readPageOrigin = (): PageOrigin =>
  (app.isPackaged ? null : readDevelopmentPage(process.env['CUELIGHT_DEVELOPMENT_PAGE'])) ?? appOrigin;

/** Listens for events before the program is built: quitting, signals, a second start, an exception. */
const beginProgram = (failed: FailedStart): Program => {
  const clock = createSystemClock();
  const stops: (() => Promise<readonly Fault[]>)[] = [];
  let application: Application | null = null;
  let isStopping = false;
  // The window opens as soon as it can.
  let open = (): void => undefined;
  const logger = createLateLogger(() => application?.logger.child('desktop') ?? null);
  const program: Program = {
    use: (built) => {
      application = built;
    },
    get isStopping() {
      return isStopping;
    },
    openWith: (opener) => (open = opener),
    defer: (stop) => void stops.unshift(stop),
    update: createUpdateHost({
      app,
      process,
      loadLibrary: async () => (await import('electron-updater')).default,
      logger,
      closeWindows: () => BrowserWindow.getAllWindows().forEach((window) => window.destroy()),
    }),
    building: Promise.resolve(),
  };
  // Electron handles signals once it is ready; an earlier signal must not end the process during a write.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => app.quit());
  app.on('second-instance', () => open());
  app.on('activate', () => open());
  // The show continues without a window, which opens again from the tray, the dock or a second start.
  app.on('window-all-closed', () => undefined);
  stopBeforeQuit({
    app,
    clock,
    logger,
    stop: async () => {
      isStopping = true;
      await program.building.catch(() => undefined);
      const faults = failed.fault ? [failed.fault] : [];
      for (const stop of stops) faults.push(...(await stop()));
      return faults;
    },
    beforeExit: () => program.update.handOver(),
  });
  watchProcessFaults({
    process,
    clock,
    logger,
    report: (draft) => void application?.gatewayPorts.system.events.emit('host', draft),
    end: (restart, error) => {
      if (!application) {
        failed.end(`Cuelight cannot start because of an uncaught error: ${error.message}`);
        return;
      }
      if (restart) app.relaunch({ args: [...new Set([...process.argv.slice(1), RESTARTED_AFTER_CRASH])] });
      app.quit();
    },
  });
  return program;
};

interface ReadyHostOptions {
  readonly home: string;
  readonly mode: 'rehearsal' | 'live' | null;
  readonly origin: PageOrigin;
  readonly afterCrash: boolean;
}

const runReadyHost = async (
  options: ElectronHostOptions,
  run: ReadyHostOptions,
  program: Program,
  failed: FailedStart,
): Promise<void> => {
  const building = buildProgram(options, run, program);
  program.building = building;
  const built = await building;
  if (!built.ok) {
    failed.end(built.error.message);
    return;
  }
  const application = built.value;
  program.use(application);
  if (program.isStopping) return;
  await showProgram(options, run, application, program);
  tellLauncher(process, 'opened');
  if (program.isStopping) return;
  const started = await application.start();
  if (!started.ok) failed.end(started.error.message);
};

const buildProgram = async (
  options: ElectronHostOptions,
  { home, mode }: ReadyHostOptions,
  program: Program,
): Promise<Result<Application, Fault>> => {
  // Chromium's lock above only covers desktop programs; the lock of the home covers every host.
  const locked = await lockHome(home);
  if (!locked.ok) return locked;
  program.defer(async () => {
    await locked.value[Symbol.asyncDispose]();
    return [];
  });
  const built = await options.buildApplication({
    host: 'electron',
    home,
    mode,
    version: app.getVersion(),
    // Electron starts the program again after this process has exited.
    onSwitch: (next) => {
      app.relaunch({ args: argumentsInMode(process.argv.slice(1), next) });
      app.quit();
    },
    openSecretCodec: ({ acceptUnprotected }) =>
      createSecretCodec(safeStorage, { platform: process.platform, acceptUnprotected }),
    updates: program.update.host,
    startJournalProcess: createJournalProcessStarter(
      utilityProcess,
      process.platform,
      (pid) => void process.kill(pid, 'SIGKILL'),
    ),
  });
  if (built.ok) program.defer(() => built.value.stop());
  return built;
};

/** Opens the window and the tray of the built program. */
const showProgram = async (
  options: ElectronHostOptions,
  { home, origin, afterCrash }: ReadyHostOptions,
  application: Application,
  program: Program,
): Promise<void> => {
  const logger = application.logger.child('desktop');
  const { system } = application.gatewayPorts;
  guardContents(application, origin);
  protocol.handle(
    APP_SCHEME,
    createPageHandler({
      root: options.paths.renderer,
      origin: appOrigin,
      newNonce: () => randomBytes(16).toString('base64'),
    }),
  );
  if (app.isPackaged) setApplicationMenu();

  const gateway = createGateway(application.gatewayPorts, {
    clock: application.clock,
    ids: application.ids,
    logger: application.logger.child('gateway'),
    redactor: application.redactor,
    versions: {
      version: app.getVersion(),
      node: process.versions.node,
      electron: process.versions.electron ?? null,
    },
    validateOutputs: !app.isPackaged,
  });
  program.defer(() => gateway.close());
  openContractChannel({
    ipcMain,
    createChannel: () => new MessageChannelMain(),
    origin,
    serve: (port) => serveMessagePort(gateway, port),
    logger,
  });

  const stateFile = join(home, 'window.json');
  const saveState = createStateWriter(stateFile);
  let mainWindow: BrowserWindow | undefined;
  const openWindow = async (): Promise<void> => {
    if (mainWindow && !mainWindow.isDestroyed()) {
      revealWindow(mainWindow);
      return;
    }
    const kept = await readWindowState(stateFile);
    const primary = screen.getPrimaryDisplay();
    const others = screen.getAllDisplays().filter((display) => display.id !== primary.id);
    const state = placeWindow(
      kept,
      [primary, ...others].map((display) => display.workArea),
    );
    mainWindow = new BrowserWindow(
      mainWindowOptions(state, {
        preload: options.paths.preload,
        devTools: !app.isPackaged,
      }),
    );
    runMainWindow({
      window: mainWindow,
      state,
      origin,
      clock: application.clock,
      logger,
      saveState,
    });
  };
  const open = (): void => {
    openWindow().catch((error: unknown) => logger.error('The window could not be opened', error));
  };

  const tray = runTray({
    tray: new Tray(lampPicture(options.paths.resources, system.verdict().level)),
    buildMenu: (template) => Menu.buildFromTemplate(template),
    lamp: (level) => lampPicture(options.paths.resources, level),
    system,
    open,
    quit: () => app.quit(),
  });
  program.defer(() => {
    tray[Symbol.dispose]();
    return Promise.resolve([]);
  });
  powerMonitor.on('suspend', () => logger.info('The machine is going to sleep'));
  powerMonitor.on('resume', () => system.notifyWake('The machine woke up'));
  if (afterCrash) logger.warning('Cuelight was restarted after an uncaught exception');

  await openWindow();
  program.openWith(open);
};

/** Installs the guards on every current and future page and session, before anything is loaded. */
const guardContents = (application: Application, origin: PageOrigin): void => {
  const logger = application.logger.child('page-guard');
  const openLink = (address: string): void => {
    const link = checkExternalLink(address, linkedHosts);
    if (!link.ok) return;
    shell
      .openExternal(link.value)
      .catch((error: unknown) => logger.error('A link could not be opened', error));
  };
  app.on('web-contents-created', (_event, contents) => {
    guardNavigation(contents, {
      origin,
      openLink,
      onRefused: (attempt, address) => {
        logger.warning('A navigation of the page was refused', { attempt, address: address.slice(0, 200) });
      },
    });
  });

  const guarded = new WeakSet<Session>();
  const guardSession = (guardedSession: Session): void => {
    if (guarded.has(guardedSession)) return;
    guarded.add(guardedSession);
    denyPermissions(guardedSession, {
      isOwn: (address) => origin.isOwn(address),
      onRefused: (permission) => logger.debug('A permission was refused', { permission }),
    });
    guardDownloads(guardedSession, {
      isOwn: (address) => origin.isOwn(address),
      onRefused: (address) =>
        logger.warning('A download of the page was refused', { address: address.slice(0, 200) }),
    });
  };
  app.on('session-created', guardSession);
  guardSession(session.defaultSession);
};

const lampPicture = (resources: string, level: string): Electron.NativeImage =>
  nativeImage.createFromPath(join(resources, 'tray', `${level}.png`));

/** Sets the menu, which only macOS needs for copy and paste. */
const setApplicationMenu = (): void => {
  Menu.setApplicationMenu(
    process.platform === 'darwin'
      ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }])
      : null,
  );
};
