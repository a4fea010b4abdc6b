import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertLockedIn } from './browser-window.ts';
import { StandInMessageChannel } from './message-channel.ts';
import { fromWeb, toWeb } from './protocol.ts';
import { createStandIn } from './stand-in.ts';
import { assertCloneable, onlyWhatIsOffered, untilDestroyed, Violations } from './strictness.ts';

const scheme = { scheme: 'app', privileges: { standard: true, secure: true } };
const ends: number[] = [];
const starts: (readonly string[])[] = [];
const setUp = (secretStore: 'basic_text' | 'gnome_libsecret' = 'basic_text') =>
  createStandIn({
    version: '1.2.3',
    isPackaged: false,
    addressFile: null,
    secretStore,
    endProcess: (code) => ends.push(code),
    startAgain: (args) => starts.push(args),
  });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cuelight-stand-in-'));
  ends.length = 0;
  starts.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('before ready', () => {
  it.each<[string, (electron: ReturnType<typeof setUp>['electron']) => unknown]>([
    ['safeStorage', ({ safeStorage }) => safeStorage.getSelectedStorageBackend()],
    ['encryption', ({ safeStorage }) => safeStorage.encryptStringAsync('token')],
    ['a window', ({ BrowserWindow }) => Reflect.construct(BrowserWindow, [{}])],
    [
      'a tray',
      ({ Tray, nativeImage }) => Reflect.construct(Tray, [nativeImage.createFromPath(import.meta.filename)]),
    ],
    ['a protocol handler', ({ protocol }) => protocol.handle('app', () => new Response())],
    ['the screen', ({ screen }) => screen.getPrimaryDisplay()],
    ['the power monitor', ({ powerMonitor }) => powerMonitor.on('resume', () => undefined)],
    ['the default session', ({ session }) => session.defaultSession],
  ])('%s cannot be used', (_what, use) => {
    const { electron } = setUp();
    expect(() => use(electron)).toThrow(/ready/);
  });
});

describe('after ready', () => {
  it.each<[string, (electron: ReturnType<typeof setUp>['electron']) => unknown]>([
    ['schemes', ({ protocol }) => protocol.registerSchemesAsPrivileged([scheme])],
    ['sandbox calls', ({ app }) => app.enableSandbox()],
  ])('%s come too late', (_what, use) => {
    const { electron, becomeReady } = setUp();
    becomeReady();
    expect(() => use(electron)).toThrow(/before app is ready/);
  });

  it('a handler needs a scheme that was registered as standard and secure', () => {
    const { electron, becomeReady } = setUp();
    electron.protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true } }]);
    becomeReady();
    expect(() => electron.protocol.handle('app', () => new Response())).toThrow(/standard and secure/);
    expect(() => electron.protocol.handle('other', () => new Response())).toThrow(/standard and secure/);
  });

  it('secrets are sealed and opened', async () => {
    const { electron, becomeReady } = setUp('gnome_libsecret');
    becomeReady();
    const sealed = await electron.safeStorage.encryptStringAsync('token');
    expect(sealed.includes('token')).toBe(false);
    expect(await electron.safeStorage.decryptStringAsync(sealed)).toEqual({
      result: 'token',
      shouldReEncrypt: false,
    });
    await expect(electron.safeStorage.decryptStringAsync(Buffer.alloc(64))).rejects.toThrow(/authenticate/);
  });
});

describe('what is not offered', () => {
  it.each<[string, (electron: ReturnType<typeof setUp>['electron']) => unknown]>([
    ['app.dock', ({ app }) => Reflect.get(app, 'dock')],
    ['safeStorage.encryptString', ({ safeStorage }) => Reflect.get(safeStorage, 'encryptString')],
    ['shell.openPath', ({ shell }) => Reflect.get(shell, 'openPath')],
    ['protocol.registerFileProtocol', ({ protocol }) => Reflect.get(protocol, 'registerFileProtocol')],
  ])('is named when the program asks for %s', (name, use) => {
    expect(() => use(setUp().electron)).toThrow(`does not offer ${name}`);
  });

  it('does not get in the way of what JavaScript asks', async () => {
    const object = onlyWhatIsOffered('thing', { size: 1 });
    expect(await Promise.resolve(object)).toBe(object);
    expect(JSON.stringify(object)).toBe('{"size":1}');
    expect(Object.prototype.toString.call(object)).toBe('[object Object]');
  });
});

describe('a destroyed object', () => {
  it('throws what Electron throws, but says that it is destroyed', () => {
    let destroyed = false;
    const object = untilDestroyed(
      'Tray',
      { setTitle: () => 'done', isDestroyed: () => destroyed },
      () => destroyed,
    );
    expect(object.setTitle()).toBe('done');
    destroyed = true;
    expect(() => object.setTitle()).toThrow(new TypeError('Object has been destroyed'));
    expect(object.isDestroyed()).toBe(true);
  });
});

describe('values that structured clone cannot carry', () => {
  it.each([
    ['a function', () => undefined],
    ['a symbol', Symbol('x')],
    ['an object with a method', { run: () => undefined }],
    ['a promise', Promise.resolve()],
  ])('%s is refused', (_what, value) => {
    expect(() => assertCloneable(value)).toThrow('An object could not be cloned.');
    expect(() => new StandInMessageChannel().port1.postMessage(value)).toThrow(
      'An object could not be cloned.',
    );
  });

  it('lets plain and cyclic data through', () => {
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;
    expect(() => assertCloneable({ a: [1, new Map(), new Uint8Array(2)], cyclic })).not.toThrow();
  });
});

describe('message ports', () => {
  it('queue until started, carry copies, and close at both ends', async () => {
    const { port1, port2 } = new StandInMessageChannel();
    const message = { text: 'first' };
    port1.postMessage(message);
    message.text = 'changed after sending';
    const received = Promise.withResolvers<unknown>();
    port2.on('message', (event: { data: unknown }) => received.resolve(event.data));
    port2.start();
    expect(await received.promise).toEqual({ text: 'first' });
    const closed = new Promise<void>((tell) => port2.on('close', () => tell()));
    port1.close();
    await closed;
  });

  it('are of no use after they were handed over', () => {
    const { port1, port2 } = new StandInMessageChannel();
    port2.transfer();
    expect(() => port2.postMessage('late')).toThrow(/transferred/);
    port1.close();
  });
});

describe('windows', () => {
  it.each([
    { nodeIntegration: true },
    { contextIsolation: false },
    { sandbox: false },
    { webSecurity: false },
    { webviewTag: true },
    { nodeIntegrationInSubFrames: true },
    { nodeIntegrationInWorker: true },
  ])('are not opened with %j', (weak) => {
    expect(() => assertLockedIn({ webPreferences: { preload: '/preload.cjs', ...weak } })).toThrow(/weak/);
  });

  it('are not opened without a preload', () => {
    expect(() => assertLockedIn({})).toThrow(/preload/);
  });
});

describe('the app', () => {
  it('asks before it quits, and goes only when nobody objects', async () => {
    const { electron, becomeReady } = setUp();
    becomeReady();
    const order: string[] = [];
    electron.app.once('before-quit', (event: { preventDefault(): void }) => {
      order.push('refused');
      event.preventDefault();
    });
    electron.app.quit();
    electron.app.on('before-quit', () => order.push('before-quit'));
    electron.app.on('will-quit', () => order.push('will-quit'));
    electron.app.on('quit', () => order.push('quit'));
    electron.app.quit();
    await expect.poll(() => ends).toEqual([0]);
    expect(order).toEqual(['refused', 'before-quit', 'will-quit', 'quit']);
  });

  it('ends at once by exit, with the code', async () => {
    const { electron } = setUp();
    electron.app.on('before-quit', () => {
      throw new Error('exit does not ask');
    });
    electron.app.exit(3);
    electron.app.exit(4);
    await expect.poll(() => ends).toEqual([3]);
  });

  it('starts again with the arguments of the last call, and only once it ends', async () => {
    const { electron, becomeReady } = setUp();
    electron.app.setPath('userData', folder);
    becomeReady();
    electron.app.relaunch();
    electron.app.relaunch({ args: ['.', '--live'] });
    expect(starts).toEqual([]);
    electron.app.quit();
    await expect.poll(() => ends).toEqual([0]);
    expect(starts).toEqual([['.', '--live']]);
  });

  it('sets no path to a folder that is not there', () => {
    expect(() => setUp().electron.app.setPath('userData', join(folder, 'none'))).toThrow(/does not exist/);
  });
});

describe('addresses', () => {
  it.each([
    ['app://cuelight/', 'https://cuelight.app.stand-in.test/'],
    ['app://cuelight/#/events?level=error', 'https://cuelight.app.stand-in.test/#/events?level=error'],
    ['app://cuelight/assets/a-1.js', 'https://cuelight.app.stand-in.test/assets/a-1.js'],
  ])('%s goes to Chromium as %s and back', (own, web) => {
    expect(toWeb(own, ['app'])).toBe(web);
    expect(fromWeb(web)).toBe(own);
  });

  it.each(['https://evil.test/', 'https://app.stand-in.test/', 'about:blank'])(
    '%s stays what it is',
    (address) => {
      expect(fromWeb(address)).toBe(address);
      expect(toWeb(address, ['app'])).toBe(address);
    },
  );
});

describe('violations', () => {
  it('are kept, and said in one line each', async () => {
    const lines: string[] = [];
    const { electron, becomeReady, violations } = setUp();
    becomeReady();
    const own = new Violations((line) => lines.push(line));
    own.add('navigation', 'went\nelsewhere');
    expect(lines).toEqual([
      'electron-stand-in violation {"kind":"navigation","message":"went\\nelsewhere"}\n',
    ]);
    electron.nativeImage.createFromPath(join(folder, 'none.png'));
    expect(violations.all).toMatchObject([{ kind: 'picture' }]);
  });
});
