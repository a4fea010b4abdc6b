import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRecordingLogger } from './testing/fakes.ts';
import { createUpdateHost, readPackageKind, type UpdateHostOptions } from './update-host.ts';

const createOptions = ({
  isPackaged = true,
  platform = 'linux',
  env = {},
  packageType,
}: {
  isPackaged?: boolean;
  platform?: NodeJS.Platform;
  env?: NodeJS.ProcessEnv;
  packageType?: string;
} = {}) => {
  const resourcesPath = mkdtempSync(join(tmpdir(), 'cuelight-resources-'));
  onTestFinished(() => rmSync(resourcesPath, { recursive: true, force: true }));
  if (packageType !== undefined) writeFileSync(join(resourcesPath, 'package-type'), packageType);
  const acts: string[] = [];
  const options: UpdateHostOptions = {
    app: {
      isPackaged,
      getVersion: () => '1.2.0',
      getName: () => 'Cuelight',
      relaunch: (how) => void acts.push(`relaunch ${how?.execPath ?? 'itself'}`),
      quit: () => void acts.push('quit'),
      releaseSingleInstanceLock: () => void acts.push('unlock'),
    },
    process: {
      platform,
      arch: 'x64',
      env,
      execPath: '/mount/cuelight',
      argv: ['cuelight', '--live'],
      resourcesPath,
    },
    source: null,
    loadLibrary: () => Promise.reject(new Error('No such module')),
    logger: createRecordingLogger(),
    closeWindows: () => void acts.push('close windows'),
  };
  return { options, acts };
};

const inAppImage = { APPIMAGE: '/opt/Cuelight.AppImage', APPDIR: '/mount' };
/** The environment of a program that was started by the AppImage of another product. */
const underAppImage = { APPIMAGE: '/opt/Deck.AppImage', APPDIR: '/mount-of-it' };

describe('the package that runs', () => {
  it.each([
    ['an AppImage', { env: inAppImage }, 'appimage'],
    ['a .deb', { packageType: 'deb\n' }, 'deb'],
    ['a .deb started by another AppImage', { env: underAppImage, packageType: 'deb' }, 'deb'],
    ['an unpacked folder started by another AppImage', { env: underAppImage }, null],
    ['an .rpm', { packageType: 'rpm' }, null],
    ['an unpacked folder', {}, null],
    ['a Windows installation', { platform: 'win32' }, 'nsis'],
    ['a macOS application', { platform: 'darwin' }, null],
    ['a source checkout', { isPackaged: false, env: inAppImage }, null],
  ] as const)('is recognized: %s', (_what, facts, kind) => {
    expect(readPackageKind(createOptions(facts).options)).toBe(kind);
  });
});

describe('the hand-over', () => {
  it('does nothing on a stop without an update', () => {
    const { options, acts } = createOptions();
    createUpdateHost(options).handOver();
    expect(acts).toEqual([]);
  });

  it('runs the installer once, without windows and without the lock', () => {
    const { options, acts } = createOptions({ packageType: 'deb' });
    const { host, handOver } = createUpdateHost(options);
    host.installAfterStop(() => acts.push('install') > 0);
    expect(acts).toEqual(['quit']);
    handOver();
    handOver();
    expect(acts).toEqual(['quit', 'close windows', 'unlock', 'install']);
  });

  const createAppImage = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'cuelight-appimage-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'Cuelight.AppImage');
    writeFileSync(file, 'the old version');
    return file;
  };

  it.each([
    ['does nothing', () => undefined],
    ['has deleted it', (file: string) => rmSync(file)],
    ['has written a part of the new one', (file: string) => (rmSync(file), writeFileSync(file, 'the n'))],
  ])('restores the old AppImage and starts it again when the installer fails and %s', (_how, act) => {
    for (const fail of [
      () => false,
      () => {
        throw new Error('No space left');
      },
    ]) {
      const file = createAppImage();
      const { options, acts } = createOptions({ env: { ...inAppImage, APPIMAGE: file } });
      const { host, handOver } = createUpdateHost(options);
      host.installAfterStop(() => {
        act(file);
        return fail();
      });
      handOver();
      expect(acts.at(-1)).toBe(`relaunch ${file}`);
      expect(readFileSync(file, 'utf8')).toBe('the old version');
      expect(readdirSync(dirname(file))).toEqual([basename(file)]);
    }
  });

  it('leaves nothing beside the new AppImage', () => {
    const file = createAppImage();
    const { options, acts } = createOptions({ env: { ...inAppImage, APPIMAGE: file } });
    const { host, handOver } = createUpdateHost(options);
    host.installAfterStop(() => {
      rmSync(file);
      writeFileSync(file, 'the new version');
      return true;
    });
    handOver();
    expect(readFileSync(file, 'utf8')).toBe('the new version');
    expect(readdirSync(dirname(file))).toEqual([basename(file)]);
    expect(acts).not.toContain(`relaunch ${file}`);
  });

  it('is given up once when the stop took too long: this version starts again', () => {
    const { options, acts } = createOptions({ env: inAppImage });
    const { host, giveUp, handOver } = createUpdateHost(options);
    giveUp();
    expect(acts).toEqual([]);
    host.installAfterStop(() => acts.push('install') > 0);
    giveUp();
    giveUp();
    handOver();
    expect(acts).toEqual(['quit', 'relaunch /opt/Cuelight.AppImage']);
  });

  it('reports a library that does not load', async () => {
    const { options } = createOptions({ packageType: 'deb' });
    expect(await createUpdateHost(options).host.openUpdater('/nowhere')).toMatchObject({
      ok: false,
      error: { code: 'update.no-library' },
    });
  });
});
