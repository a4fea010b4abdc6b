import { EventEmitter } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App, CommandLine, RelaunchOptions } from 'electron';
import type { Offers } from './strictness.ts';

type Offered = Offers<
  App,
  | 'enableSandbox'
  | 'exit'
  | 'getVersion'
  | 'isPackaged'
  | 'isReady'
  | 'quit'
  | 'relaunch'
  | 'releaseSingleInstanceLock'
  | 'requestSingleInstanceLock'
  | 'setPath'
  | 'whenReady'
>;

export interface StandInAppOptions {
  readonly version: string;
  readonly isPackaged: boolean;
  /** Ends Chromium and then this process; calls `before` in between. */
  readonly endProcess: (code: number, before: () => void) => void;
  /** Starts this program again with these arguments, when this process ends. */
  readonly startAgain: (args: readonly string[]) => void;
  /** Asks every window to close, as quitting does; false when one refused. */
  readonly closeWindows: () => Promise<boolean>;
}

/**
 * Electron's `app`: readiness, one instance per data folder, and the order of events in which a program ends.
 */
export class StandInApp extends EventEmitter implements Offered {
  readonly isPackaged: boolean;
  /** Chromium's switches, of which the stand-in's page gets none. */
  readonly commandLine: Offers<CommandLine, 'hasSwitch'> = { hasSwitch: () => false };
  readonly #options: StandInAppOptions;
  readonly #ready = Promise.withResolvers<void>();
  readonly #paths = new Map<string, string>();
  #isReady = false;
  #quitting = false;
  #exited = false;
  #relaunchArguments: readonly string[] | null = null;

  constructor(options: StandInAppOptions) {
    super();
    this.#options = options;
    this.isPackaged = options.isPackaged;
  }

  /** The entry module has run: from here on nothing can be set up that belongs before. */
  becomeReady(): void {
    this.#isReady = true;
    this.emit('ready', {}, {});
    this.#ready.resolve();
  }

  isReady(): boolean {
    return this.#isReady;
  }

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }

  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
  }

  getVersion(): string {
    return this.#options.version;
  }

  /** The folder of Chromium's own data; a stand-in has no other place to fall back on. */
  get browserData(): string {
    const path = this.#paths.get('userData');
    if (path === undefined) throw new Error('The program opened a window before it set the userData path');
    return path;
  }

  setPath(name: string, path: string): void {
    if (!existsSync(path)) throw new Error(`Failed to set path: ${path} does not exist`);
    this.#paths.set(name, path);
  }

  /**
   * A file with the owner's process id stands for Chromium's lock. A second instance wakes the first by a
   * signal, after leaving its arguments beside the lock: taking the lock is synchronous in Electron, so no
   * socket can be asked.
   */
  requestSingleInstanceLock(): boolean {
    const lock = join(this.browserData, 'stand-in.lock');
    const note = join(this.browserData, 'stand-in.second-instance.json');
    if (existsSync(lock)) {
      const owner = Number(readFileSync(lock, 'utf8'));
      if (owner !== process.pid && isAlive(owner)) {
        writeFileSync(note, JSON.stringify({ argv: process.argv, cwd: process.cwd() }));
        process.kill(owner, 'SIGUSR2');
        return false;
      }
    }
    writeFileSync(lock, String(process.pid));
    process.once('exit', () => this.releaseSingleInstanceLock());
    process.on('SIGUSR2', () => {
      const told: { argv: string[]; cwd: string } = JSON.parse(readFileSync(note, 'utf8'));
      this.emit('second-instance', {}, told.argv, told.cwd, undefined);
    });
    return true;
  }

  releaseSingleInstanceLock(): void {
    if (!this.#paths.has('userData')) return;
    const lock = join(this.browserData, 'stand-in.lock');
    // Released already, it may be another instance's by now.
    if (existsSync(lock) && Number(readFileSync(lock, 'utf8')) === process.pid) rmSync(lock, { force: true });
  }

  /** As in Electron: the new process starts when this one ends, and the last call counts. */
  relaunch({ args = process.argv.slice(1) }: RelaunchOptions = {}): void {
    this.#relaunchArguments = args;
  }

  quit(): void {
    if (this.#quitting || this.#exited) return;
    if (!this.#emitPreventable('before-quit')) return;
    this.#quitting = true;
    void this.#finishQuit();
  }

  exit(code = 0): void {
    if (this.#exited) return;
    this.#exited = true;
    this.emit('quit', {}, code);
    this.#options.endProcess(code, () => {
      if (this.#relaunchArguments === null) return;
      this.releaseSingleInstanceLock();
      this.#options.startAgain(this.#relaunchArguments);
    });
  }

  async #finishQuit(): Promise<void> {
    const closed = await this.#options.closeWindows();
    this.#quitting = false;
    if (closed && this.#emitPreventable('will-quit')) this.exit(0);
  }

  #emitPreventable(name: 'before-quit' | 'will-quit'): boolean {
    const event = { defaultPrevented: false, preventDefault: () => (event.defaultPrevented = true) };
    this.emit(name, event);
    return !event.defaultPrevented;
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
