import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type {
  Dialog,
  Display,
  MessageBoxOptions,
  MessageBoxReturnValue,
  NativeImage,
  PowerMonitor,
  SafeStorage,
  Screen,
  Session,
  Shell,
  Tray,
} from 'electron';
import type { StandInMenu } from './menu.ts';
import {
  assertReady,
  onlyWhatIsOffered,
  untilDestroyed,
  type Offers,
  type Violations,
} from './strictness.ts';

type IsReady = () => boolean;
type Backend = ReturnType<SafeStorage['getSelectedStorageBackend']>;

/**
 * A session remembers its handlers. A window asks those for permissions before it grants its page anything.
 */
export class StandInSession extends EventEmitter {
  readonly handlers = new Map<string, unknown>();
  permissionRequest: Parameters<Session['setPermissionRequestHandler']>[0] = null;
  permissionCheck: Parameters<Session['setPermissionCheckHandler']>[0] = null;

  setPermissionRequestHandler(handler: Parameters<Session['setPermissionRequestHandler']>[0]): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: Parameters<Session['setPermissionCheckHandler']>[0]): void {
    this.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: Parameters<Session['setDevicePermissionHandler']>[0]): void {
    this.handlers.set('device', handler);
  }
  setDisplayMediaRequestHandler(handler: Parameters<Session['setDisplayMediaRequestHandler']>[0]): void {
    this.handlers.set('display-media', handler);
  }
  setBluetoothPairingHandler(handler: Parameters<Session['setBluetoothPairingHandler']>[0]): void {
    this.handlers.set('bluetooth', handler);
  }
}

/**
 * Secrets sealed under a key of this process, for what calls them; they protect nothing. The store is named
 * `basic_text` unless said otherwise, as on a Linux without a keyring.
 */
export const createSafeStorage = (
  isReady: IsReady,
  backend: Backend,
): Offers<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
> => {
  // A keyring outlasts the program where the environment names its file.
  const keyFile = process.env['CUELIGHT_STAND_IN_KEYRING_FILE'];
  if (keyFile !== undefined && !existsSync(keyFile)) writeFileSync(keyFile, randomBytes(32), { mode: 0o600 });
  const key = keyFile === undefined ? randomBytes(32) : readFileSync(keyFile);
  // Chromium's own marks: a key of the keyring, or the password that everybody knows.
  const prefix = backend === 'basic_text' || backend === 'unknown' ? 'v10' : 'v11';
  const guard = (): void => assertReady(isReady(), 'safeStorage cannot be used before app is ready');
  return onlyWhatIsOffered('safeStorage', {
    isAsyncEncryptionAvailable: () => {
      guard();
      // As a keyring whose prompt nobody answers.
      if (process.env['CUELIGHT_STAND_IN_KEYRING'] === 'silent') return new Promise<never>(() => undefined);
      // As a keyring that nobody unlocks.
      return Promise.resolve(process.env['CUELIGHT_STAND_IN_KEYRING'] !== 'locked');
    },
    encryptStringAsync: (text: string) => {
      guard();
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Promise.resolve(Buffer.concat([Buffer.from(prefix), iv, cipher.getAuthTag(), sealed]));
    },
    decryptStringAsync: async (sealed: Buffer) => {
      guard();
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(3, 15));
      decipher.setAuthTag(sealed.subarray(15, 31));
      const result = Buffer.concat([decipher.update(sealed.subarray(31)), decipher.final()]).toString('utf8');
      return await Promise.resolve({ result, shouldReEncrypt: false });
    },
    getSelectedStorageBackend: () => {
      guard();
      return backend;
    },
  });
};

/** Never sleeps and never wakes, unless told to by SIGUSR1. */
export class StandInPowerMonitor extends EventEmitter implements Offers<PowerMonitor, 'isOnBatteryPower'> {
  readonly #isReady: IsReady;

  constructor(isReady: IsReady) {
    super();
    this.#isReady = isReady;
  }

  override on(event: string, listener: (...args: unknown[]) => void): this {
    assertReady(this.#isReady(), 'powerMonitor cannot be used before app is ready');
    return super.on(event, listener);
  }

  isOnBatteryPower(): boolean {
    return false;
  }
}

const workArea = { x: 0, y: 0, width: 1_440, height: 900 };

export const createScreen = (
  isReady: IsReady,
): {
  getPrimaryDisplay(): Pick<Display, 'id' | 'workArea'>;
  getAllDisplays(): Pick<Display, 'id' | 'workArea'>[];
} & Record<never, Screen> => {
  const display = { id: 1, workArea };
  const guard = (): void => assertReady(isReady(), 'The screen module cannot be used before app is ready');
  return onlyWhatIsOffered('screen', {
    getPrimaryDisplay: () => {
      guard();
      return display;
    },
    getAllDisplays: () => {
      guard();
      return [display];
    },
  });
};

export const createShell = (): Offers<Shell, 'openExternal'> =>
  onlyWhatIsOffered('shell', {
    openExternal: (address: string) => {
      process.stderr.write(`electron-stand-in: would open ${address} in the system's browser\n`);
      return Promise.resolve();
    },
  });

/**
 * Boxes are never closed by anybody where `CUELIGHT_STAND_IN_BOXES=open`; else somebody closes them at once.
 */
export const createDialog = (): {
  showMessageBox(
    ...args: [...window: [] | [object], options: MessageBoxOptions]
  ): Promise<MessageBoxReturnValue>;
} & Record<never, Dialog> =>
  onlyWhatIsOffered('dialog', {
    showMessageBox: (...args: [...window: [] | [object], options: MessageBoxOptions]) => {
      const { message, detail = '' } = args[args.length - 1] as MessageBoxOptions;
      process.stderr.write(`electron-stand-in: box "${message}": ${detail}\n`);
      if (process.env['CUELIGHT_STAND_IN_BOXES'] === 'open') return new Promise<never>(() => undefined);
      return Promise.resolve({ response: 0, checkboxChecked: false });
    },
  });

export interface StandInImage extends Offers<NativeImage, 'isEmpty'> {
  readonly path: string;
}

export const createNativeImage = (violations: Violations): { createFromPath(path: string): StandInImage } =>
  onlyWhatIsOffered('nativeImage', {
    createFromPath: (path: string) => {
      const missing = !existsSync(path);
      if (missing) violations.add('picture', `There is no picture at ${path}`);
      return { path, isEmpty: () => missing };
    },
  });

/** A tray without a panel: keeps what it was last told. */
export class StandInTray extends EventEmitter {
  image: StandInImage;
  toolTip = '';
  menu: StandInMenu | null = null;
  #destroyed = false;

  constructor(isReady: IsReady, image: StandInImage) {
    super();
    assertReady(isReady(), 'Cannot create Tray before app is ready');
    this.image = image;
  }

  /** The tray as the program gets it. */
  guard(): this {
    return untilDestroyed('Tray', this, () => this.#destroyed);
  }

  setImage(image: StandInImage): void {
    this.image = image;
  }
  setToolTip(...[toolTip]: Parameters<Tray['setToolTip']>): void {
    this.toolTip = toolTip;
  }
  setContextMenu(menu: StandInMenu | null): void {
    this.menu = menu;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  destroy(): void {
    this.#destroyed = true;
  }
}
