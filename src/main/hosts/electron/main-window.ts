import type {
  BrowserWindow,
  BrowserWindowConstructorOptions,
  Event,
  RenderProcessGoneDetails,
} from 'electron';
import type { Clock } from '#shared/kernel/index.ts';
import type { Logger } from '#core/logger.ts';
import { CRASHED_PAGE_PATH } from './page-handler.ts';
import type { PageOrigin } from './page-origin.ts';
import { createRecoveryPolicy } from './renderer-recovery.ts';
import { MINIMUM_SIZE, type WindowState } from './window-state.ts';

const SAVE_DELAY_MS = 400;
/**
 * Milliseconds within which an unresponsive window may recover. Electron reports a hang after several
 * seconds.
 */
const HUNG_GRACE_MS = 1_000;

/**
 * Options of the window. Isolation, sandbox, web security and that a dropped file opens nothing are the
 * defaults of Electron, stated explicitly. An installed program has no developer tools.
 */
export const mainWindowOptions = (
  state: WindowState,
  { preload, devTools }: { readonly preload: string; readonly devTools: boolean },
): BrowserWindowConstructorOptions & { webPreferences: object } => ({
  ...state.bounds,
  minWidth: MINIMUM_SIZE.width,
  minHeight: MINIMUM_SIZE.height,
  title: 'Cuelight',
  backgroundColor: '#0f1115',
  autoHideMenuBar: true,
  // Shown once it is rendered, so that it does not flash.
  show: false,
  webPreferences: {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    navigateOnDragDrop: false,
    devTools,
    spellcheck: false,
    safeDialogs: true,
  },
});

export interface MainWindowOptions {
  readonly window: BrowserWindow;
  readonly state: WindowState;
  readonly origin: PageOrigin;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly saveState: (state: WindowState) => Promise<void>;
}

export interface MainWindow {
  /**
   * Destroys the window, and resolves when its last position is on disk. Quitting closes no window by itself.
   */
  end(): Promise<void>;
}

/** Loads the page into a new window, saves its position, and recovers it after a crash or a hang. */
export const runMainWindow = (options: MainWindowOptions): MainWindow => {
  const { window, clock, logger, origin } = options;
  const recovery = createRecoveryPolicy(clock);

  const load = (path: string): void => {
    window.loadURL(new URL(path, origin.url).href).catch((error: unknown) => {
      if (!window.isDestroyed()) logger.error('The window could not load its page', error, { path });
    });
  };

  const currentState = (): WindowState => ({
    bounds: window.getNormalBounds(),
    maximised: window.isMaximized(),
  });
  let pendingSave: Disposable | undefined;
  let saved: Promise<void> = Promise.resolve();
  const save = (): void => {
    pendingSave?.[Symbol.dispose]();
    pendingSave = undefined;
    saved = options.saveState(currentState()).catch((error: unknown) => {
      logger.error('The position of the window could not be saved', error);
    });
  };
  const saveSoon = (): void => {
    pendingSave?.[Symbol.dispose]();
    pendingSave = clock.setTimeout(() => {
      if (!window.isDestroyed()) save();
    }, SAVE_DELAY_MS);
  };
  window.on('resize', saveSoon);
  window.on('move', saveSoon);
  window.on('maximize', saveSoon);
  window.on('unmaximize', saveSoon);
  window.on('close', save);
  window.once('ready-to-show', () => {
    if (options.state.maximised) window.maximize();
    window.show();
  });

  let hung: Disposable | undefined;
  const settled = (): void => {
    hung?.[Symbol.dispose]();
    hung = undefined;
  };
  window.webContents.on('render-process-gone', (_event: Event, details: RenderProcessGoneDetails) => {
    // The process that did not respond is gone, and the next one must not be killed in its place.
    settled();
    if (details.reason === 'clean-exit' || window.isDestroyed()) return;
    const next = recovery.onCrash();
    logger.warning('The process of the window ended', {
      reason: details.reason,
      exitCode: details.exitCode,
      next,
    });
    if (next === 'reload') window.webContents.reload();
    else load(CRASHED_PAGE_PATH);
  });
  window.on('unresponsive', () => {
    logger.warning('The window does not respond');
    settled();
    hung = clock.setTimeout(() => {
      // A developer pauses it on purpose in the developer tools.
      if (window.isDestroyed() || window.webContents.isDevToolsOpened()) return;
      logger.warning('The window still does not respond. Its process is killed, and the page is reloaded');
      window.webContents.forcefullyCrashRenderer();
    }, HUNG_GRACE_MS);
  });
  window.on('responsive', () => {
    settled();
    logger.info('The window responds again');
  });
  window.once('closed', settled);

  load('/');
  return {
    end: async () => {
      if (!window.isDestroyed()) {
        if (pendingSave) save();
        // Before the other components stop: the page would only show lost connections, and a page whose
        // process ends with the session would be reloaded.
        window.destroy();
      }
      await saved;
    },
  };
};

/** Brings the window to the front, whether it was minimised or hidden. */
export const revealWindow = (window: BrowserWindow): void => {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
};
