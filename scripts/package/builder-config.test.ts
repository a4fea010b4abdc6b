import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builderConfig, debianDepends, type PackagingFacts } from './builder-config.ts';
import { debianControl, debianVersion, desktopEntry } from './debian.ts';
import { productSchema } from './project.ts';

const root = resolve(import.meta.dirname, '../..');
const configOf = (environment: PackagingFacts['environment'] = {}) =>
  builderConfig({ files: [], electron: null, output: 'out/package', environment });

describe('the configuration of electron-builder', () => {
  it('has no feed, no notarisation and no signature without their variables', () => {
    const { publish, mac, win, forceCodeSigning } = configOf();
    expect({ publish, notarize: mac?.notarize, azure: win?.azureSignOptions, forceCodeSigning }).toEqual({
      publish: null,
      notarize: false,
      azure: undefined,
      forceCodeSigning: false,
    });
  });

  it('publishes to the feed that the environment names', () => {
    expect(configOf({ CUELIGHT_UPDATE_FEED: 'https://feed.example/stable' }).publish).toEqual({
      provider: 'generic',
      url: 'https://feed.example/stable',
    });
  });

  it.each([
    ['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'],
    ['APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID'],
    ['APPLE_KEYCHAIN', 'APPLE_KEYCHAIN_PROFILE'],
  ])('notarises with %s and its companions, and not with a part of them', (...names) => {
    const all = Object.fromEntries(names.map((name) => [name, 'x']));
    expect(configOf(all).mac?.notarize).toBe(true);
    expect(configOf({ ...all, [names[0]]: '' }).mac?.notarize).toBe(false);
  });

  it('signs for Windows by Azure when all four variables are there', () => {
    const azure = {
      CUELIGHT_AZURE_ENDPOINT: 'https://x.example',
      CUELIGHT_AZURE_ACCOUNT: 'account',
      CUELIGHT_AZURE_PROFILE: 'profile',
      CUELIGHT_PUBLISHER: 'publisher',
    };
    expect(configOf(azure).win?.azureSignOptions?.publisherName).toBe('publisher');
    expect(configOf({ ...azure, CUELIGHT_PUBLISHER: '' }).win?.azureSignOptions).toBeUndefined();
  });

  it('fails without a certificate when a release demands a signature', () => {
    expect(configOf({ CUELIGHT_REQUIRE_SIGNING: '1' }).forceCodeSigning).toBe(true);
  });

  it('uses an unpacked Electron when there is one, in its own version', () => {
    const electron = { folder: '/electron', version: '33.2.1' };
    expect(builderConfig({ files: [], electron, output: 'o', environment: {} })).toMatchObject({
      electronDist: '/electron',
      electronVersion: '33.2.1',
    });
    expect(configOf()).not.toHaveProperty('electronVersion');
  });

  it('registers no scheme and no file type, and keeps the hardened runtime', () => {
    const config = configOf();
    expect(config).not.toHaveProperty('protocols');
    expect(config).not.toHaveProperty('fileAssociations');
    expect(config.mac).toMatchObject({ hardenedRuntime: true });
  });

  it('names only files that exist', () => {
    const { mac, win, deb, linux } = configOf();
    const named = [
      mac?.icon,
      mac?.entitlements,
      mac?.entitlementsInherit,
      win?.icon,
      linux?.icon,
      deb?.afterInstall,
      deb?.afterRemove,
      deb?.appArmorProfile,
    ];
    expect(named.filter((file) => !existsSync(join(root, file ?? 'not named')))).toEqual([]);
  });
});

describe('the Debian package', () => {
  const product = productSchema.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  const control = debianControl(product, 'amd64', 250_000_000);

  it('has the fields that dpkg needs, one a line', () => {
    const lines = control.split('\n');
    expect(lines).toContain('Package: cuelight');
    expect(lines).toContain(`Version: ${product.version}`);
    expect(lines).toContain('Installed-Size: 244141');
    expect(lines).toContain(`Depends: ${debianDepends.join(', ')}`);
    expect(lines.find((line) => line.startsWith('Maintainer: '))).toMatch(/^Maintainer: .+ <\S+@\S+>$/);
    expect(control.endsWith('\n')).toBe(true);
    const description = lines.slice(lines.findIndex((line) => line.startsWith('Description: ')) + 1, -1);
    for (const line of description) expect(line).toMatch(/^ \S.{0,78}$/);
    expect(description.join('').replaceAll(/\s+/g, ' ').trim()).toBe(product.description);
  });

  it('orders a trial version before its release', () => {
    expect(debianVersion('1.0.0-beta.2')).toBe('1.0.0~beta.2');
  });

  it('starts the program from the menu, without an address that a web page could choose', () => {
    const entry = desktopEntry(product);
    expect(entry).toContain('Exec=/opt/Cuelight/cuelight\n');
    expect(entry).not.toMatch(/MimeType|x-scheme-handler/);
  });

  it('gets scripts that the shell can run', () => {
    for (const name of ['after-install.sh', 'after-remove.sh']) {
      const file = join(root, 'resources/linux', name);
      expect(readFileSync(file, 'utf8')).toMatch(/^#!\/bin\/sh\n/);
      // electron-builder replaces this in the scripts of its own package.
      expect(readFileSync(file, 'utf8')).not.toContain('${');
      expect(statSync(file).size).toBeGreaterThan(0);
    }
  });
});
