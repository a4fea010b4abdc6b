import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { untilDestroyed, type Offers } from './strictness.ts';
import { StandInWebContents, type WebContentsOptions } from './web-contents.ts';

type Offered = Offers<
  BrowserWindow,
  | 'destroy'
  | 'focus'
  | 'getBounds'
  | 'getNormalBounds'
  | 'isDestroyed'
  | 'isMaximized'
  | 'isMinimized'
  | 'isVisible'
  | 'loadURL'
  | 'maximize'
  | 'minimize'
  | 'restore'
  | 'setBounds'
  | 'show'
>;

/** Refuses a window whose page would not be locked in: those are settings that nobody here may weaken. */
export const assertLockedIn = (options: BrowserWindowConstructorOptions): string => {
  const preferences = options.webPreferences ?? {};
  const weak = [
    preferences.nodeIntegration === true && 'nodeIntegration',
    preferences.nodeIntegrationInSubFrames === true && 'nodeIntegrationInSubFrames',
    preferences.nodeIntegrationInWorker === true && 'nodeIntegrationInWorker',
    preferences.contextIsolation === false && 'contextIsolation',
    preferences.sandbox === false && 'sandbox',
    preferences.webSecurity === false && 'webSecurity',
    preferences.webviewTag === true && 'webviewTag',
  ].filter((name) => name !== false);
  if (weak.length > 0) throw new Error(`The stand-in opens no window with a weak ${weak.join(', ')}`);
  if (preferences.preload === undefined) throw new Error('The stand-in opens no window without a preload');
  return preferences.preload;
};

export interface WindowServices {
  readonly contents: Omit<
    WebContentsOptions,
    'preload' | 'preferences' | 'hasDevTools' | 'onFirstLoad' | 'onClosed' | 'onResponding'
  >;
  readonly onContents: (contents: StandInWebContents) => void;
  readonly onClosed: (window: StandInWindow) => void;
}

/**
 * Electron's `BrowserWindow`: events and life in the order Electron gives them, drawn by one page of
 * Chromium.
 */
export class StandInWindow extends EventEmitter implements Offered {
  readonly webContents: StandInWebContents;
  /**
   * The window as the program gets it: throws once destroyed, and for anything the stand-in does not offer.
   */
  readonly guarded: this;
  readonly #services: WindowServices;
  #bounds: Rectangle;
  #maximised = false;
  #destroyed = false;
  #shown = false;
  #minimised = false;
  #visible: boolean;

  constructor(options: BrowserWindowConstructorOptions, services: WindowServices) {
    super();
    const preload = readFileSync(assertLockedIn(options), 'utf8');
    this.#services = services;
    this.#visible = options.show !== false;
    this.#bounds = {
      x: options.x ?? 0,
      y: options.y ?? 0,
      width: options.width ?? 800,
      height: options.height ?? 600,
    };
    const contents = new StandInWebContents({
      ...services.contents,
      preload,
      preferences: options.webPreferences ?? {},
      hasDevTools: options.webPreferences?.devTools !== false,
      onFirstLoad: () => {
        if (this.#shown || this.#destroyed) return;
        this.#shown = true;
        this.emit('ready-to-show');
      },
      onClosed: () => void this.close(),
      onResponding: (responds) => this.emit(responds ? 'responsive' : 'unresponsive'),
    });
    this.webContents = untilDestroyed('webContents', contents, () => this.#destroyed);
    this.guarded = untilDestroyed('BrowserWindow', this, () => this.#destroyed);
    services.onContents(this.webContents);
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  isMaximized(): boolean {
    return this.#maximised;
  }

  isMinimized(): boolean {
    return this.#minimised;
  }

  isVisible(): boolean {
    return this.#visible && !this.#minimised;
  }

  getBounds(): Rectangle {
    return { ...this.#bounds };
  }

  /** Moves and resizes it, as a person does with the mouse. */
  setBounds(bounds: Partial<Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    this.emit('move');
    this.emit('resize');
  }

  minimize(): void {
    this.#minimised = true;
    this.emit('minimize');
  }

  getNormalBounds(): Rectangle {
    return { ...this.#bounds };
  }

  maximize(): void {
    this.#maximised = true;
    this.emit('maximize');
  }

  restore(): void {
    this.#minimised = false;
    this.emit('restore');
  }

  show(): void {
    this.#visible = true;
    this.emit('show');
  }

  focus(): void {
    this.emit('focus');
  }

  async loadURL(address: string): Promise<void> {
    await this.webContents.load(address);
  }

  /** Closes as a person would; false when the program kept the window open. */
  async close(): Promise<boolean> {
    if (this.#destroyed) return true;
    const event = { defaultPrevented: false, preventDefault: () => (event.defaultPrevented = true) };
    this.emit('close', event);
    if (event.defaultPrevented) return false;
    await this.#end();
    return true;
  }

  /** Closes without asking. */
  destroy(): void {
    void this.#end();
  }

  async #end(): Promise<void> {
    if (this.#destroyed) return;
    const contents = this.webContents.destroy();
    this.#destroyed = true;
    await contents;
    this.emit('closed');
    this.#services.onClosed(this);
  }
}
