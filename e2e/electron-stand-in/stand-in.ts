/** Puts the parts together into what `import … from 'electron'` gives the main process. */
import { EventEmitter } from 'node:events';
import { writeFileSync } from 'node:fs';
import type { BrowserWindowConstructorOptions, SafeStorage } from 'electron';
import { StandInApp } from './app.ts';
import { StandInWindow, type WindowServices } from './browser-window.ts';
import { launchChromium, type LaunchedChromium } from './chromium.ts';
import { StandInMenus } from './menu.ts';
import { StandInMessageChannel } from './message-channel.ts';
import { StandInProtocol } from './protocol.ts';
import { assertReady, onlyWhatIsOffered, Violations } from './strictness.ts';
import {
  createDialog,
  createNativeImage,
  createSafeStorage,
  createScreen,
  createShell,
  StandInPowerMonitor,
  StandInSession,
  StandInTray,
  type StandInImage,
} from './system-modules.ts';
import { createUtilityProcess } from './utility-process.ts';

export interface StandInOptions {
  readonly version: string;
  readonly isPackaged: boolean;
  /**
   * The file that receives Chromium's debugging address once it runs, for a test that attaches; null for
   * none.
   */
  readonly addressFile: string | null;
  readonly secretStore: ReturnType<SafeStorage['getSelectedStorageBackend']>;
  readonly endProcess: (code: number) => void;
  /** Starts this program again with these arguments. */
  readonly startAgain: (args: readonly string[]) => void;
}

/** Creates the `session` module: the program's own session, and one for each partition that is asked for. */
const createSessions = (
  isReady: () => boolean,
  defaultSession: StandInSession,
  onCreated: (session: StandInSession) => void,
) => {
  const partitions = new Map<string, StandInSession>();
  return onlyWhatIsOffered('session', {
    get defaultSession(): StandInSession {
      assertReady(isReady(), 'Session can only be received when app is ready');
      return defaultSession;
    },
    fromPartition: (name: string): StandInSession => {
      assertReady(isReady(), 'Session can only be received when app is ready');
      const known = partitions.get(name);
      if (known) return known;
      const made = onlyWhatIsOffered('Session', new StandInSession());
      partitions.set(name, made);
      onCreated(made);
      return made;
    },
  });
};

export const createStandIn = (options: StandInOptions) => {
  const violations = new Violations();
  const windows = new Set<StandInWindow>();
  let launching: Promise<LaunchedChromium> | undefined;

  const chromium = (): Promise<LaunchedChromium> => {
    launching ??= launchChromium(app.browserData).then((launched) => {
      if (options.addressFile !== null) writeFileSync(options.addressFile, launched.debuggingAddress);
      return launched;
    });
    return launching;
  };
  const endProcess = async (code: number, before: () => void): Promise<void> => {
    const launched = await launching?.catch(() => undefined);
    await launched?.context.close().catch(() => undefined);
    before();
    options.endProcess(code);
  };

  const app = new StandInApp({
    version: options.version,
    isPackaged: options.isPackaged,
    endProcess: (code, before) => void endProcess(code, before),
    startAgain: options.startAgain,
    closeWindows: async () => {
      const closed = await Promise.all([...windows].map((window) => window.close()));
      return closed.every(Boolean);
    },
  });
  const isReady = (): boolean => app.isReady();
  const protocol = new StandInProtocol(isReady, violations);
  const ipcMain = new EventEmitter();
  const menus = new StandInMenus();
  // The program's session exists from the start in Electron too, but may only be had when ready.
  const defaultSession = onlyWhatIsOffered('Session', new StandInSession());

  let firstPageTaken = false;
  const openPage: WindowServices['contents']['openPage'] = async () => {
    const { context } = await chromium();
    const [first] = context.pages();
    if (first && !firstPageTaken) {
      firstPageTaken = true;
      return first;
    }
    return await context.newPage();
  };

  // Constructors that return an object give their caller that object: the guarded one.
  function BrowserWindow(windowOptions: BrowserWindowConstructorOptions = {}): StandInWindow {
    assertReady(isReady(), 'Cannot create BrowserWindow before app is ready');
    const window = new StandInWindow(windowOptions, {
      contents: {
        protocol,
        violations,
        openPage,
        killRenderers: async () => (await launching)?.killRenderers(),
        session: defaultSession,
        pressMenuKey: (key) => menus.press(key),
        onIpc: (channel, args, senderFrame) => {
          ipcMain.emit(
            channel,
            { senderFrame, sender: window.webContents, ports: [], type: 'frame' },
            ...args,
          );
        },
      },
      onContents: (contents) => app.emit('web-contents-created', {}, contents),
      onClosed: (closed) => {
        windows.delete(closed);
        if (windows.size === 0 && app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed');
        else if (windows.size === 0) app.quit();
      },
    });
    windows.add(window);
    app.emit('browser-window-created', {}, window.guarded);
    return window.guarded;
  }
  BrowserWindow.getAllWindows = (): StandInWindow[] => [...windows].map(({ guarded }) => guarded);

  function Tray(image: StandInImage): StandInTray {
    return new StandInTray(isReady, image).guard();
  }

  const session = createSessions(isReady, defaultSession, (made) => app.emit('session-created', made));

  return {
    violations,
    /** Called when the entry module has run. */
    becomeReady: () => app.becomeReady(),
    electron: {
      app: onlyWhatIsOffered('app', app),
      BrowserWindow,
      dialog: createDialog(),
      ipcMain,
      Menu: menus.module,
      MessageChannelMain: StandInMessageChannel,
      nativeImage: createNativeImage(violations),
      powerMonitor: onlyWhatIsOffered('powerMonitor', new StandInPowerMonitor(isReady)),
      protocol: onlyWhatIsOffered('protocol', protocol),
      safeStorage: createSafeStorage(isReady, options.secretStore),
      screen: createScreen(isReady),
      net: onlyWhatIsOffered('net', {
        fetch: async (address: string, init?: { method?: string }) => {
          const answer = await protocol.answer(address, init?.method ?? 'GET');
          if (answer === null) throw new Error('net::ERR_UNKNOWN_URL_SCHEME');
          return answer;
        },
      }),
      session,
      shell: createShell(),
      Tray,
      webContents: onlyWhatIsOffered('webContents', {
        getAllWebContents: () => [...windows].map((window) => window.webContents),
      }),
      utilityProcess: createUtilityProcess(isReady),
    },
  };
};
