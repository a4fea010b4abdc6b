import { EventEmitter } from 'node:events';
import type { Page, Route } from '@playwright/test';
import type {
  HandlerDetails,
  KeyboardInputEvent,
  WebContents,
  WebFrameMain,
  WebPreferences,
  WindowOpenHandlerResponse,
} from 'electron';
import { offerDownload } from './downloads.ts';
import { heldModifiers, type PressedKey } from './menu.ts';
import type { StandInMessagePort } from './message-channel.ts';
import { PageWorld } from './page-world.ts';
import { grantPermissions } from './permissions.ts';
import { fromWeb, toWeb, type StandInProtocol } from './protocol.ts';
import type { Offers, Violations } from './strictness.ts';
import type { StandInSession } from './system-modules.ts';

/** Milliseconds for the answer to an input event, after which a page counts as unresponsive. */
const INPUT_LIMIT_MS = 5_000;

export interface WebContentsOptions {
  readonly protocol: StandInProtocol;
  readonly violations: Violations;
  readonly preload: string;
  readonly preferences: WebPreferences;
  readonly openPage: () => Promise<Page>;
  /** Hands a message of the page to `ipcMain`. */
  readonly onIpc: (channel: string, args: unknown[], frame: StandInFrame) => void;
  readonly session: StandInSession;
  /** Kills the processes of Chromium's pages, also while a script never returns. */
  readonly killRenderers: () => Promise<void>;
  /** Hands a key to the program's menu, when the page has had it. */
  readonly pressMenuKey: (key: PressedKey) => void;
  /** False where the window's preferences turn the developer tools off. */
  readonly hasDevTools: boolean;
  readonly onFirstLoad: () => void;
  /** The page did not answer an input event in time, or answered it later. */
  readonly onResponding: (responds: boolean) => void;
  /** The page went away by itself, as by `window.close()`. */
  readonly onClosed: () => void;
}

type OpenHandler = (details: HandlerDetails) => WindowOpenHandlerResponse;

/** A frame as the program sees it. */
export type StandInFrame = Pick<WebFrameMain, 'url' | 'parent' | 'detached'> & {
  postMessage(name: string, message: unknown, ports?: readonly StandInMessagePort[]): void;
};

/**
 * Electron's `webContents` of one window, over one page of Chromium at a time: a crashed page is followed by
 * a new one.
 */
export class StandInWebContents
  extends EventEmitter
  implements
    Offers<
      WebContents,
      | 'closeDevTools'
      | 'executeJavaScript'
      | 'forcefullyCrashRenderer'
      | 'getURL'
      | 'isDestroyed'
      | 'isDevToolsOpened'
      | 'openDevTools'
      | 'reload'
      | 'setWindowOpenHandler'
    >
{
  readonly #options: WebContentsOptions;
  #page: Promise<{ page: Page; world: PageWorld }> | undefined;
  #address = '';
  #openHandler: OpenHandler | undefined;
  #destroyed = false;
  /** The page that lives now; undefined while there is none. */
  #current: { page: Page; world: PageWorld } | undefined;
  #crashed = false;
  #devToolsOpen = false;
  #hasEverCrashed = false;
  #programLoads = 0;
  /** The same object for the life of the contents, as in Electron. */
  readonly mainFrame: StandInFrame;

  constructor(options: WebContentsOptions) {
    super();
    this.#options = options;
    this.mainFrame = this.#createMainFrame();
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  getURL(): string {
    return this.#address;
  }

  /** The preferences of the window, which were checked. Electron's declarations lack this method. */
  getLastWebPreferences(): WebPreferences {
    return this.#options.preferences;
  }

  openDevTools(): void {
    this.#devToolsOpen = this.#options.hasDevTools;
  }

  closeDevTools(): void {
    this.#devToolsOpen = false;
  }

  isDevToolsOpened(): boolean {
    return this.#devToolsOpen;
  }

  async executeJavaScript(code: string): Promise<unknown> {
    return await this.#current?.page.evaluate(code);
  }

  forcefullyCrashRenderer(): void {
    void this.#options.killRenderers();
  }

  /**
   * Presses a key: first in the page, then in the menu. As in Electron, only a page with unanswered input can
   * be found unresponsive.
   */
  sendInputEvent(key: Pick<KeyboardInputEvent, 'type'> & PressedKey): void {
    const current = this.#current;
    if (!current) return;
    let isLate = false;
    const limit = setTimeout(() => {
      isLate = true;
      if (this.#current === current) this.#options.onResponding(false);
    }, INPUT_LIMIT_MS);
    const answered = (): void => {
      if (isLate && this.#current === current) this.#options.onResponding(true);
    };
    void current.world
      .pressKey(key.keyCode, heldModifiers(key.modifiers ?? []))
      .then(answered, () => {
        // The page crashed or closed, which has events of its own.
      })
      .then(() => this.#options.pressMenuKey(key))
      .finally(() => clearTimeout(limit));
  }

  reload(): void {
    void this.load(this.#address).catch((error: unknown) =>
      this.#options.violations.add('navigation', String(error)),
    );
  }

  async load(address: string): Promise<void> {
    this.#address = address;
    if (this.#crashed) {
      const crashed = await this.#page;
      this.#page = undefined;
      this.#crashed = false;
      await crashed?.page.close();
    }
    this.#page ??= this.#open();
    const { page } = await this.#page;
    this.#programLoads += 1;
    try {
      await page.goto(toWeb(address, this.#options.protocol.schemes), { waitUntil: 'load' });
    } finally {
      this.#programLoads -= 1;
    }
    this.#options.onFirstLoad();
  }

  async destroy(): Promise<void> {
    if (this.#destroyed) return;
    this.#destroyed = true;
    const opened = await this.#page?.catch(() => undefined);
    await opened?.page.close().catch(() => undefined);
  }

  async #open(): Promise<{ page: Page; world: PageWorld }> {
    const page = await this.#options.openPage();
    await page.route('**/*', (route) => this.#answer(route));
    const { origin: webOrigin } = new URL(toWeb(this.#address, this.#options.protocol.schemes));
    await grantPermissions(page.context(), this.#options.session, { address: this.#address, webOrigin });
    page.on('crash', () => {
      this.#crashed = true;
      this.#hasEverCrashed = true;
      this.#current = undefined;
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
    });
    page.on('close', () => {
      // A page that another one replaces after a crash is closed by us.
      if (!this.#destroyed && this.#current?.page === page) this.#options.onClosed();
    });
    page.on('download', (download) => void offerDownload(download, this.#options.session));
    page.on('framenavigated', (frame) => {
      const address = fromWeb(frame.url());
      if (frame !== page.mainFrame()) return;
      if (address !== 'about:blank' || this.#programLoads === 0) this.#assertOwn(address);
      this.#address = address;
    });
    page.on('popup', (popup) => {
      const url = fromWeb(popup.url());
      if (this.#openHandler?.({ url } as HandlerDetails).action !== 'deny') {
        this.#options.violations.add('navigation', `A window was opened for ${url}`);
      }
      void popup.close();
    });
    const world = await PageWorld.open({
      page,
      preload: this.#options.preload,
      violations: this.#options.violations,
      onMessage: (channel, args) => {
        this.#options.onIpc(channel, args, this.mainFrame);
      },
    });
    this.#current = { page, world };
    return { page, world };
  }

  #createMainFrame(): StandInFrame {
    const current = (): { page: Page; world: PageWorld } => {
      if (!this.#current) throw new Error('Render frame was disposed before WebFrameMain could be accessed');
      return this.#current;
    };
    const hasCrashed = (): boolean => this.#hasEverCrashed;
    return {
      get url() {
        return fromWeb(current().page.mainFrame().url());
      },
      parent: null,
      // As in Electron: once a process of these contents crashed, true for good, although the reloaded frame
      // is live.
      get detached() {
        return hasCrashed();
      },
      postMessage: (name, message, ports = []) =>
        current().world.send(name, message === null || message === undefined ? [] : [message], ports),
    };
  }

  #assertOwn(address: string): void {
    if (
      !fromWeb(address).startsWith('https:') &&
      [...this.#options.protocol.schemes].some((own) => address.startsWith(`${own}://`))
    ) {
      return;
    }
    this.#options.violations.add(
      'navigation',
      `The window shows ${address}, which is none of the program's pages`,
    );
  }

  async #answer(route: Route): Promise<void> {
    const request = route.request();
    const address = fromWeb(request.url());
    if (request.isNavigationRequest() && this.#programLoads === 0 && !this.#mayNavigate(route, address)) {
      await route.abort('aborted');
      return;
    }
    const response = await this.#options.protocol.answer(address, request.method());
    if (response === null) {
      this.#options.violations.add('navigation', `The page asked for ${address}, outside the program`);
      await route.abort('blockedbyclient');
      return;
    }
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  }

  /** Asks the program's listeners, as Electron does for navigations that the page began. */
  #mayNavigate(route: Route, url: string): boolean {
    const frame = route.request().frame();
    const isMainFrame = frame.parentFrame() === null;
    const details = {
      url,
      isMainFrame,
      isSameDocument: false,
      defaultPrevented: false,
      preventDefault: () => (details.defaultPrevented = true),
    };
    const isRedirect = route.request().redirectedFrom() !== null;
    this.emit('will-frame-navigate', details);
    // As in Electron: what the first listener prevents raises no second event.
    if (isMainFrame && !details.defaultPrevented) this.emit('will-navigate', details);
    if (isRedirect) this.emit('will-redirect', details);
    return !details.defaultPrevented;
  }
}
