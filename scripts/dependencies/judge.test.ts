import { describe, expect, it } from 'vitest';
import { judgeDependencies, packagesLoadedBy, type Manifest } from './judge.ts';

const loadedBy = (text: string, path = 'out/main/index.js'): string[] => [
  ...packagesLoadedBy([{ path, text }]),
];

describe('the packages loaded by a built file', () => {
  it.each([
    ["import { z } from 'zod';", ['zod']],
    ["import { RPCHandler } from '@orpc/server/ws';", ['@orpc/server']],
    ["import OBS from 'obs-websocket-js/json';", ['obs-websocket-js']],
    ["import 'sirv';", ['sirv']],
    ["export { x } from 'yaml';", ['yaml']],
    ["const { default: tmi } = await import('tmi.js');", ['tmi.js']],
    [
      "import { app } from 'electron'; import { join } from 'node:path'; import { a } from './chunks/a.js';",
      [],
    ],
    ['const text = \'import x from "react"\';', []],
  ])('%s', (text, packages) => {
    expect(loadedBy(text)).toEqual(packages);
  });

  it('include what a preload requires', () => {
    expect(
      loadedBy('let e = require("electron"); let z = require("zod/v4");', 'out/preload/index.cjs'),
    ).toEqual(['zod']);
  });
});

describe('the dependencies of the packaged program', () => {
  const manifests: Readonly<Record<string, Manifest>> = {
    api: { peerDependencies: { auth: '1', extra: '1' }, peerDependenciesMeta: { extra: { optional: true } } },
  };
  const judge = (loaded: readonly string[], dependencies: readonly string[]): string[] =>
    judgeDependencies(
      new Set(loaded),
      { dependencies: Object.fromEntries(dependencies.map((name) => [name, '1'])) },
      (name) => manifests[name] ?? {},
    );

  it('are the loaded packages and their peer dependencies', () => {
    expect(judge(['zod', 'api'], ['zod', 'api', 'auth'])).toEqual([]);
  });

  it('are missing a loaded package', () => {
    expect(judge(['zod', 'ws'], ['zod'])).toEqual([
      'ws is loaded by the built program: move it to dependencies in package.json.',
    ]);
  });

  it('are missing a peer dependency of a loaded package', () => {
    expect(judge(['api'], ['api'])).toEqual([expect.stringContaining('auth is loaded')]);
  });

  it.each(['react', 'node', 'extra'])('include %s, which nothing loads', (name) => {
    expect(judge(['zod', 'api'], ['zod', 'api', 'auth', name])).toEqual([
      `${name} is not loaded by the built program: move it to devDependencies in package.json.`,
    ]);
  });
});
