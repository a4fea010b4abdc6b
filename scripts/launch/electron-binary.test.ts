import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { desktopObstacle, installedElectron, thisDesktop } from './electron-binary.ts';

describe('the installed Electron', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cuelight-electron-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const put = (dist: string, program: string, version: string | null): string => {
    mkdirSync(join(folder, dist), { recursive: true });
    writeFileSync(join(folder, dist, program), '');
    if (version !== null) writeFileSync(join(folder, dist, 'version'), version);
    return join(folder, dist);
  };
  const find = (env: Record<string, string> = {}) => installedElectron(folder, env, 'linux');

  it('is the one of the package, with the version of its own folder', () => {
    put('dist', 'electron', '45.4.1');
    expect(find()).toBeNull();
    writeFileSync(join(folder, 'path.txt'), 'electron\n');
    expect(find()).toEqual({ path: join(folder, 'dist', 'electron'), version: '45.4.1' });
  });

  it('is the one of ELECTRON_OVERRIDE_DIST_PATH, with or without one of the package', () => {
    const other = put('other', 'electron', 'v33.2.1\n');
    const expected = { path: join(other, 'electron'), version: '33.2.1' };
    expect(find({ ELECTRON_OVERRIDE_DIST_PATH: other })).toEqual(expected);
    put('dist', 'electron', '45.4.1');
    writeFileSync(join(folder, 'path.txt'), 'electron');
    expect(find({ ELECTRON_OVERRIDE_DIST_PATH: other })).toEqual(expected);
    expect(find({ ELECTRON_OVERRIDE_DIST_PATH: '' })?.version).toBe('45.4.1');
  });

  it('is absent when the overriding folder has none, although the package has one', () => {
    put('dist', 'electron', '45.4.1');
    writeFileSync(join(folder, 'path.txt'), 'electron');
    expect(find({ ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'empty') })).toBeNull();
  });

  it('has an unknown version when its folder names none', () => {
    const other = put('other', 'electron', null);
    expect(find({ ELECTRON_OVERRIDE_DIST_PATH: other })?.version).toBeNull();
  });
});

describe('a desktop', () => {
  it('has a screen when X or Wayland names one', () => {
    expect(thisDesktop({}).hasScreen).toBe(false);
    expect(thisDesktop({ DISPLAY: ':1' }).hasScreen).toBe(true);
    expect(thisDesktop({ DISPLAY: '', WAYLAND_DISPLAY: 'wayland-0' }).hasScreen).toBe(true);
  });

  it('opens no window without a screen and none as root, on Linux only', () => {
    const linux = { platform: 'linux', isRoot: false, hasScreen: true } as const;
    expect(desktopObstacle(linux)).toBeNull();
    expect(desktopObstacle({ ...linux, hasScreen: false })).toContain('no screen');
    expect(desktopObstacle({ ...linux, isRoot: true })).toContain('root');
    expect(desktopObstacle({ platform: 'darwin', isRoot: true, hasScreen: false })).toBeNull();
  });
});
