import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
    process: { platform, arch: 'x64', env, argv: ['cuelight', '--live'], resourcesPath },
    source: null,
    loadLibrary: () => Promise.reject(new Error('No such module')),
    logger: createRecordingLogger(),
    closeWindows: () => void acts.push('close windows'),
  };
  return { options, acts };
};

describe('the package that runs', () => {
  it.each([
    ['an AppImage', { env: { APPIMAGE: '/opt/Cuelight.AppImage' } }, 'appimage'],
    ['a .deb', { packageType: 'deb\n' }, 'deb'],
    ['an .rpm', { packageType: 'rpm' }, null],
    ['an unpacked folder', {}, null],
    ['a Windows installation', { platform: 'win32' }, 'nsis'],
    ['a macOS application', { platform: 'darwin' }, null],
    ['a source checkout', { isPackaged: false, env: { APPIMAGE: '/opt/another.AppImage' } }, null],
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

  it.each([
    ['fails', () => false],
    [
      'throws',
      () => {
        throw new Error('No space left');
      },
    ],
  ])('starts the old AppImage again when the installer %s', (_how, install) => {
    const { options, acts } = createOptions({ env: { APPIMAGE: '/opt/Cuelight.AppImage' } });
    const { host, handOver } = createUpdateHost(options);
    host.installAfterStop(install);
    handOver();
    expect(acts.at(-1)).toBe('relaunch /opt/Cuelight.AppImage');
  });

  it('reports a library that does not load', async () => {
    const { options } = createOptions({ packageType: 'deb' });
    expect(await createUpdateHost(options).host.openUpdater('/nowhere')).toMatchObject({
      ok: false,
      error: { code: 'update.no-library' },
    });
  });
});
