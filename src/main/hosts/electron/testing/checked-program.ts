import { EventEmitter } from 'node:events';
import { createContext, Script } from 'node:vm';
import type { IpcMain, MessageChannelMain, Session, WebContents, WebPreferences } from 'electron';
import { toDisposable } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { Quiet } from '../../shared/index.ts';
import { openContractChannel } from '../contract-channel.ts';
import { createLinkOpener } from '../external-links.ts';
import { createPageHandler } from '../page-handler.ts';
import { installPageGuards } from '../page-guards.ts';
import { appOrigin, type PageOrigin } from '../page-origin.ts';
import type { SelfCheckParts } from '../self-check/parts.ts';
import { asElectron, createFake, createRecordingLogger } from './fakes.ts';

type RequestHandler = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>;
type CheckHandler = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>;

/** A session that, like Electron's, grants every permission for which no handler is set. */
export class FakeSession extends EventEmitter {
  requestHandler: RequestHandler | null = null;
  checkHandler: CheckHandler | null = null;

  setPermissionRequestHandler(handler: RequestHandler): void {
    this.requestHandler = handler;
  }
  setPermissionCheckHandler(handler: CheckHandler): void {
    this.checkHandler = handler;
  }
  setDevicePermissionHandler(): void {}
  setDisplayMediaRequestHandler(): void {}
  setBluetoothPairingHandler(): void {}
}

/** The parts of the fake program that a plant may weaken, before or after the guards are installed. */
export interface CheckedProgram {
  readonly app: EventEmitter;
  readonly ipcMain: EventEmitter;
  readonly contents: EventEmitter;
  readonly session: FakeSession;
  readonly preferences: WebPreferences;
  /** Names that the page's scripts can reach. */
  readonly pageGlobals: Record<string, unknown>;
  readonly switches: Set<string>;
  windowOpenHandler: ((details: { url: string }) => { action: string }) | null;
  pageAddress: string;
  isSandboxed: boolean | null;
  /** Replaces the answers of the app's protocol. */
  answer: ((request: Request) => Promise<Response>) | null;
  /** Parts that replace the real ones. */
  parts: Partial<SelfCheckParts>;
}

export interface CheckedProgramOptions {
  /** Folder of the built renderer. */
  readonly renderer: string;
  /** The origin that the guards use; the own one by default. */
  readonly guardOrigin?: PageOrigin;
  /** Weakens the program before its guards are installed. */
  readonly before?: (program: CheckedProgram) => void;
  /** Weakens the program afterwards. */
  readonly after?: (program: CheckedProgram) => void;
}

const foreignWindow = (): object => {
  const opened = { closed: false, close: () => (opened.closed = true) };
  return opened;
};

/** Runs a script as the page would: in a context of its own, with what Chromium offers to pages. */
const runInPage = (program: CheckedProgram, code: string): unknown => {
  const { session } = program;
  const details = { requestingUrl: appOrigin.url, isMainFrame: true };
  const query = (permission: string): boolean =>
    session.checkHandler === null ||
    Reflect.apply(session.checkHandler, undefined, [null, permission, appOrigin.url, details]) === true;
  const request = (permission: string): boolean => {
    if (session.requestHandler === null) return true;
    let granted = false;
    const callback = (answer: boolean): void => void (granted = answer);
    Reflect.apply(session.requestHandler, undefined, [null, permission, callback, details]);
    return granted;
  };
  const page: Record<string, unknown> = {
    setTimeout: (callback: () => void) => void setImmediate(callback),
    navigator: {
      permissions: {
        query: ({ name }: { name: string }) => Promise.resolve({ state: query(name) ? 'granted' : 'denied' }),
      },
      requestMIDIAccess: () =>
        request('midiSysex') ? Promise.resolve({}) : Promise.reject(new Error('refused')),
    },
    Notification: {
      requestPermission: () => Promise.resolve(request('notifications') ? 'granted' : 'denied'),
    },
    customElements: {
      get: (name: string) => (name === 'webview' && program.preferences.webviewTag ? Object : undefined),
    },
    open: (url: string) => {
      const isDenied = program.windowOpenHandler?.({ url }).action === 'deny';
      return isDenied ? null : foreignWindow();
    },
    ...(program.preferences.nodeIntegration && { require: () => undefined, process: {} }),
  };
  const context = createContext(page);
  Object.defineProperties(page, Object.getOwnPropertyDescriptors(program.pageGlobals));
  return new Script(code).runInContext(context);
};

/** Creates the real guards over fakes of Electron's objects, and the parts of the self-check. */
export const createCheckedProgram = (
  options: CheckedProgramOptions,
): { readonly parts: SelfCheckParts; readonly program: CheckedProgram } => {
  const logger = createRecordingLogger();
  const quiet = new Quiet();
  const origin = options.guardOrigin ?? appOrigin;
  const session = new FakeSession();
  const app = new EventEmitter();
  const ipcMain = new EventEmitter();
  const contents = createFake<WebContents>({
    isDestroyed: () => false,
    getURL: () => program.pageAddress,
    getOSProcessId: () => 4_242,
    getLastWebPreferences: () => program.preferences,
    executeJavaScript: (code: string) => Promise.resolve(runInPage(program, code)),
    setWindowOpenHandler: (handler: CheckedProgram['windowOpenHandler']) => {
      program.windowOpenHandler = handler;
    },
  });
  const program: CheckedProgram = {
    app,
    ipcMain,
    contents,
    session,
    preferences: { contextIsolation: true, sandbox: true, webSecurity: true, nodeIntegration: false },
    pageGlobals: {},
    switches: new Set(),
    windowOpenHandler: null,
    pageAddress: appOrigin.url,
    isSandboxed: true,
    answer: null,
    parts: {},
  };
  options.before?.(program);

  const asSession = (each: FakeSession): Session => asElectron<Session>(each);
  const defaultSession = asSession(session);
  const guards = installPageGuards({
    app: asElectron(app),
    defaultSession,
    openInBrowser: () => Promise.reject(new Error('A test opens no link')),
    origin,
    logger: quiet.logger(logger),
  });
  app.emit('web-contents-created', {}, contents);
  openContractChannel({
    ipcMain: asElectron<IpcMain>(ipcMain),
    createChannel: () => {
      const port = createFake<MessageChannelMain['port1']>({ close: () => undefined });
      return createFake<MessageChannelMain>({ port1: port, port2: port });
    },
    origin,
    serve: () => toDisposable(() => undefined),
    logger: quiet.logger(logger),
  });
  const handlePage = createPageHandler({
    root: options.renderer,
    origin: appOrigin,
    newNonce: () => Buffer.from(String(Math.random()).padEnd(18, '0')).toString('base64'),
  });
  options.after?.(program);

  return {
    program,
    parts: {
      isPackaged: false,
      isDevelopmentPage: false,
      hasSwitch: (name) => program.switches.has(name),
      allContents: () => [contents],
      ipcMain: asElectron<IpcMain>(ipcMain),
      isProtocolHandled: (scheme) => scheme === 'app',
      fetch: (address, method = 'GET') => (program.answer ?? handlePage)(new Request(address, { method })),
      createSession: () => {
        const made = asSession(new FakeSession());
        app.emit('session-created', made);
        return made;
      },
      createLinkOpener,
      guards,
      origin: appOrigin,
      electronVersion: '45.4.1',
      clock: createFakeClock(Date.parse('2026-12-02')),
      platform: 'linux',
      execPath: '/nowhere/cuelight',
      readSandbox: () => Promise.resolve(program.isSandboxed),
      quiet,
      logger: quiet.logger(logger),
      ...program.parts,
    },
  };
};
