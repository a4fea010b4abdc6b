import { describe, expect, it } from 'vitest';
import { choosePackages, desktopEntries, filePatterns, filesLoadedBy } from './desktop-files.ts';
import { packagesNeededBy, type InstalledPackage, type PackageManifest } from './package-graph.ts';

describe('the files of the desktop program', () => {
  it('begin with every built entry except those of the headless host', () => {
    expect(
      desktopEntries(['index.js', 'headless.js', 'keyring-process.js', 'new-process.js', 'chunks']),
    ).toEqual(['out/main/index.js', 'out/main/new-process.js', 'out/preload/index.cjs']);
  });

  it('are the files that the entries import, load later or require', () => {
    const files: Readonly<Record<string, string>> = {
      'out/main/index.js': "import './chunks/a.js'; await import('./chunks/b.js');",
      'out/main/chunks/a.js': "import { z } from 'zod'; export { x } from './c.js';",
      'out/main/chunks/b.js': "import '../chunks/a.js';",
      'out/main/chunks/c.js': 'export const x = 1;',
      'out/main/chunks/headless.js': '',
      'out/preload/index.cjs': 'require("./chunk.cjs");',
      'out/preload/chunk.cjs': '',
    };
    expect(
      filesLoadedBy(['out/main/index.js', 'out/preload/index.cjs'], (path) => files[path] ?? '(missing'),
    ).toEqual(
      Object.keys(files)
        .filter((path) => !path.includes('headless'))
        .toSorted(),
    );
  });

  it('leave out the packages of the headless host, types alone, and versions that nothing loads', () => {
    const at = (folder: string): InstalledPackage => ({
      name: folder.slice(folder.lastIndexOf('node_modules/') + 13),
      version: '1.0.0',
      folder,
    });
    const needed = ['node_modules/zod', 'node_modules/a', 'node_modules/@types/node'].map(at);
    const others = ['node_modules/sirv', 'node_modules/sirv/node_modules/zod'].map(at);
    const { packages, droppedPackages } = choosePackages([...needed, ...others], needed);
    expect(packages.map(({ name }) => name)).toEqual(['zod', 'a']);
    expect(filePatterns({ built: [], droppedPackages })).toEqual(
      expect.arrayContaining([
        '!**/node_modules/@types/node/**',
        '!**/node_modules/sirv/**',
        '!node_modules/sirv/node_modules/zod/**',
      ]),
    );
  });
});

describe('the packages of the desktop program', () => {
  const installed: Readonly<Record<string, Partial<PackageManifest>>> = {
    'node_modules/a': { dependencies: { b: '1' }, peerDependencies: { p: '1', q: '1' } },
    'node_modules/b': { version: '1.0.0' },
    'node_modules/a/node_modules/b': {
      version: '2.0.0',
      dependencies: { c: '1', gone: '1' },
      optionalDependencies: { gone: '1' },
    },
    'node_modules/c': { dependencies: { a: '1' } },
    'node_modules/p': {},
  };
  const read = (folder: string): PackageManifest | null => {
    const manifest = installed[folder];
    return manifest
      ? { name: folder.slice(folder.lastIndexOf('node_modules/') + 13), version: '1.0.0', ...manifest }
      : null;
  };

  it('include what a package needs, in the version that it finds, and installed peers', () => {
    const needed = packagesNeededBy(['a'], read);
    expect(needed.ok && needed.value.map(({ folder, version }) => `${folder} ${version}`)).toEqual([
      'node_modules/a 1.0.0',
      'node_modules/a/node_modules/b 2.0.0',
      'node_modules/c 1.0.0',
      'node_modules/p 1.0.0',
    ]);
  });

  it('are incomplete when a required package is missing', () => {
    expect(packagesNeededBy(['a', 'zod'], read)).toEqual({
      ok: false,
      error: 'zod, which the program needs, is not installed. Run npm ci.',
    });
  });
});
