/**
 * The desktop program: runs the application in Electron's life cycle. The only file of this folder that
 * imports values of Electron; the other files get them as arguments.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  nativeImage,
  net,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
  webContents,
} from 'electron';
import { createSystemClock, type Fault, type Result } from '#shared/kernel/index.ts';
import { createGateway, serveMessagePort } from '#main/gateway/index.ts';
import { openConsole } from '#main/platform/index.ts';
import { lockHome, Quiet, type Application, type BuildApplication } from '../shared/index.ts';
import { applicationMenu } from './application-menu.ts';
import type { ApplicationOptions } from './application-port.ts';
import { beginProgram, type Program } from './begin-program.ts';
import { askBeforeClosing } from './close-question.ts';
import { argumentsInMode, readDesktopArguments } from './command-line.ts';
import { openContractChannel } from './contract-channel.ts';
import { readDevelopmentPage } from './development-page.ts';
import { createFailedStart, type FailedStart } from './failed-start.ts';
import { guardPages } from './guard-pages.ts';
import { createJournalProcessStarter } from './journal-process.ts';
import { arrangeRestart, tellLauncher } from './launcher.ts';
import { mainWindowOptions, revealWindow, runMainWindow } from './main-window.ts';
import { createPageHandler } from './page-handler.ts';
import { APP_SCHEME, appOrigin, type PageOrigin } from './page-origin.ts';
import { createSecretCodec } from './secret-codec.ts';
import { checkAfterOpening } from './self-check/check-after-opening.ts';
import { quitOnSignals } from './quit-on-signals.ts';
import { runTray } from './tray.ts';
import { findTrayArea } from './tray-area.ts';
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
    onFailed: () => void tellLauncher(process, { cuelight: 'failed' }),
  });
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
  const quit = (): void => app.quit();
  quitOnSignals(process, quit);
  if (!claimHome(home, failed)) return;

  const origin = readPageOrigin();
  const program = beginProgram(app, failed, () => {
    for (const window of BrowserWindow.getAllWindows()) window.destroy();
  });
  app
    .whenReady()
    .then(() => {
      // Electron has replaced the handlers, and its own lets a second signal end the process during a write.
      quitOnSignals(process, quit);
      return runReadyHost(
        options,
        { home, mode: args.mode, origin, afterCrash: args.restartedAfterCrash },
        program,
        failed,
      );
    })
    .catch((error: unknown) => failed.end(error instanceof Error ? error.message : String(error)));
};

/** Sets the folder for everything that Electron itself writes. */
const useDataFolder = (folder: string): void => {
  const crashDumps = join(folder, 'Crashpad');
  mkdirSync(crashDumps, { recursive: true, mode: 0o700 });
  app.setPath('userData', folder);
  app.setPath('crashDumps', crashDumps);
};

/**
 * Claims Electron's data folder, whose single-instance lock allows one instance per home. False ends this
 * process.
 */
const claimHome = (home: string, failed: FailedStart): boolean => {
  try {
    useDataFolder(join(home, 'browser'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    failed.end(
      `Cuelight cannot store its data in ${home} (${reason}). Choose a writable folder with --home.`,
    );
    app.on('before-quit', () => app.exit(1));
    // Electron writes even without a window: not into its default folder, which is another home's.
    const temporary = mkdtempSync(join(tmpdir(), 'cuelight-'));
    process.once('exit', () => rmSync(temporary, { recursive: true, force: true }));
    useDataFolder(temporary);
    return false;
  }
  if (app.requestSingleInstanceLock()) return true;
  tellLauncher(process, { cuelight: 'handed-over' });
  app.quit();
  return false;
};

const readPageOrigin = (): PageOrigin =>
  (app.isPackaged ? null : readDevelopmentPage(process.env['CUELIGHT_DEVELOPMENT_PAGE'])) ?? appOrigin;

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
  tellLauncher(process, { cuelight: 'opened' });
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
    onSwitch: (next) => {
      arrangeRestart(process, app, argumentsInMode(process.argv.slice(1), next));
      app.quit();
    },
    onQuit: () => app.quit(),
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

/** Guards all pages and serves their files. Returns the periods of the security check's trials. */
const servePages = (options: ElectronHostOptions, application: Application, origin: PageOrigin): Quiet => {
  const quiet = new Quiet();
  guardPages({
    electron: { app, ipcMain, net, protocol, session, shell, webContents },
    application,
    origin,
    quiet,
  });
  protocol.handle(
    APP_SCHEME,
    createPageHandler({
      root: options.paths.renderer,
      origin: appOrigin,
      newNonce: () => randomBytes(16).toString('base64'),
    }),
  );
  return quiet;
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
  const quiet = servePages(options, application, origin);
  const { platform } = process;
  const quit = (): void => app.quit();
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(applicationMenu({ platform, isPackaged: app.isPackaged, quit })),
  );

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
    logger: quiet.logger(logger),
  });

  const stateFile = join(home, 'window.json');
  const saveState = createStateWriter(stateFile);
  let mainWindow: BrowserWindow | undefined;
  let endWindow = (): Promise<void> => Promise.resolve();
  const createWindow = async (): Promise<void> => {
    const kept = await readWindowState(stateFile);
    if (program.isStopping) return;
    const primary = screen.getPrimaryDisplay();
    const others = screen.getAllDisplays().filter((display) => display.id !== primary.id);
    const state = placeWindow(
      kept,
      [primary, ...others].map((display) => display.workArea),
    );
    const icon = nativeImage.createFromPath(join(options.paths.resources, 'icon', '256x256.png'));
    const { preload } = options.paths;
    const window = new BrowserWindow({
      ...mainWindowOptions(state, { preload, devTools: !app.isPackaged }),
      icon,
    });
    mainWindow = window;
    const running = runMainWindow({
      window,
      state,
      origin,
      clock: application.clock,
      logger,
      saveState,
    });
    checkAfterOpening({
      window,
      clock: application.clock,
      check: () => application.security.check(),
      logger,
    });
    endWindow = () => running.end();
    // On macOS the dock keeps showing the program, and Windows always has a tray area.
    if (platform === 'linux')
      askBeforeClosing({
        window,
        isStopping: () => program.isStopping,
        findTrayArea: () => findTrayArea(process.env),
        ask: (question) => dialog.showMessageBox(window, question),
        quit,
      });
  };
  let creating: Promise<void> | null = null;
  const openWindow = async (): Promise<void> => {
    if (program.isStopping) return;
    if (mainWindow && !mainWindow.isDestroyed()) {
      revealWindow(mainWindow);
      return;
    }
    // Two requests at once, such as a double click on the tray icon, open one window.
    creating ??= createWindow().finally(() => (creating = null));
    await creating;
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
    quit,
  });
  program.defer(() => {
    tray[Symbol.dispose]();
    return Promise.resolve([]);
  });
  powerMonitor.on('suspend', () => logger.info('The machine is going to sleep'));
  powerMonitor.on('resume', () => system.notifyWake('the machine woke up'));
  if (afterCrash) logger.warning('Cuelight was restarted after an uncaught exception');

  await openWindow();
  program.openWith(open);
  program.defer(async () => {
    await endWindow();
    return [];
  });
};

const lampPicture = (resources: string, level: string): Electron.NativeImage =>
  nativeImage.createFromPath(join(resources, 'tray', `${level}.png`));
