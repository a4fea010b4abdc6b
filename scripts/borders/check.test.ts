import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkBorders } from './check.ts';
import { rooms } from './rooms.ts';
import { placeRooms } from './table.ts';

const made: string[] = [];

const tree = (files: Readonly<Record<string, string>>): string => {
  const root = mkdtempSync(join(tmpdir(), 'cuelight-borders-'));
  made.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
};

afterEach(() => {
  for (const root of made.splice(0)) rmSync(root, { recursive: true, force: true });
});

describe('the import borders', () => {
  it('hold in this source', () => {
    expect(checkBorders(resolve(import.meta.dirname, '../..')).violations).toEqual([]);
  });

  it.each([
    ['the core reaching for a file', 'src/main/core/a.ts', `import { readFile } from 'node:fs/promises';`],
    ['the core reaching for Electron', 'src/main/core/a.ts', `import { app } from 'electron';`],
    ['a bridge using another platform’s library', 'src/main/bridges/obs/a.ts', `import tmi from 'tmi.js';`],
    ['a bridge reaching into another', 'src/main/bridges/obs/a.ts', `import { x } from '../twitch/x.ts';`],
    [
      'an orchestrator importing a bridge',
      'src/main/orchestrators/a/a.ts',
      `import { x } from '#main/bridges/obs/x.ts';`,
    ],
    ['the gateway opening the journal', 'src/main/gateway/a.ts', `import { x } from '../journal/index.ts';`],
    [
      'composition knowing a host',
      'src/main/composition/a.ts',
      `import { x } from '../hosts/electron/x.ts';`,
    ],
    ['the renderer reaching into main', 'src/renderer/a.ts', `import { x } from '#core/index.ts';`],
    ['the renderer using Node', 'src/renderer/a.ts', `import { readFileSync } from 'node:fs';`],
    [
      'a feature importing a feature',
      'src/renderer/features/chat/a.ts',
      `import { x } from '../stage/x.ts';`,
    ],
    [
      'a platform’s panels importing another platform’s',
      'src/renderer/features/platforms/obs/a.ts',
      `import { x } from '../twitch/x.ts';`,
    ],
    ['the window’s model reading words', 'src/renderer/model/a.ts', `import { x } from '../text/format.ts';`],
    ['the window’s model knowing React', 'src/renderer/model/a.ts', `import { use } from 'react';`],
    ['shared knowing main', 'src/shared/model/a.ts', `import type { X } from '../../main/core/x.ts';`],
    [
      'a lazy import across a border',
      'src/main/core/a.ts',
      `export const load = () => import('discord.js');`,
    ],
    ['a re-export across a border', 'src/shared/kernel/a.ts', `export { x } from '#core/x.ts';`],
    [
      'a type crossing a border',
      'src/renderer/a.ts',
      `import type { X } from '#main/gateway/ports/index.ts';`,
    ],
    ['a file in no room', 'src/main/attic/a.ts', `import { z } from 'zod';`],
  ])('refuse %s', (_what, path, text) => {
    const { violations } = checkBorders(tree({ [path]: text }));
    expect(violations).toHaveLength(1);
    expect(violations[0]?.file).toBe(path);
  });

  it.each([
    [
      'src/main/composition/a.ts',
      '#main/journal/write-path.ts',
      'journal may be imported only through index.ts:',
    ],
    [
      'src/main/gateway/a.ts',
      '#core/supervision/x.ts',
      'core may be imported only through index.ts, component.ts, logger.ts',
    ],
    ['src/main/gateway/a.ts', '#core/logger/x.ts', 'core may be imported only through'],
    ['src/main/core/a.ts', '#shared/kernel/deep/x.ts', 'kernel may be imported only through index.ts, *.ts:'],
    [
      'src/main/composition/a.ts',
      '#main/orchestrators/fsm/fsm.ts',
      'index.ts, */manifest.ts: export it there',
    ],
    ['src/main/history/a.ts', '#main/journal/testing/x.ts', 'journal may be imported only through'],
    ['src/main/core/a.ts', '#shared/model/testing/x.ts', 'model may be imported only through'],
    [
      'src/main/bridges/obs/a.test.ts',
      '#main/rehearsal/obs/server.ts',
      'index.ts, */index.ts, platform-ports.ts',
    ],
    [
      'src/renderer/a.ts',
      '#shared/model/event-record.ts',
      'add event-record.ts to the entry points of model',
    ],
  ])("don't let %s import %s", (path, imported, said) => {
    const { violations } = checkBorders(tree({ [path]: `import { x } from '${imported}';` }));
    expect(violations.map(({ reason }) => reason)).toEqual([expect.stringContaining(said)]);
  });

  it('let a room import entry points, and tests import testing folders', () => {
    const from = (...names: readonly string[]) => names.map((name) => `import '${name}';`).join('');
    const tested = from(
      '#main/rehearsal/obs/index.ts',
      '#core/testing/fake-events.ts',
      '#main/rehearsal/platform-ports.ts',
    );
    const { violations } = checkBorders(
      tree({
        'src/main/bridges/obs/a.ts': from('#core/component.ts', '#core/index.ts', '#shared/kernel/clock.ts'),
        'src/main/bridges/obs/a.test.ts': tested,
        'src/main/composition/a.ts': from('#main/orchestrators/any/manifest.ts', '../bridges/obs/index.ts'),
      }),
    );
    expect(violations).toEqual([]);
  });

  it('let only the testing folders of the window import the gateway, through its testing index', () => {
    const testingIndex = `import { x } from '#main/gateway/testing/index.ts';`;
    const refused = {
      'src/renderer/client/a.ts': testingIndex,
      'src/renderer/client/a.test.ts': testingIndex,
      'src/renderer/preview/a.ts': testingIndex,
      'src/renderer/client/testing/b.ts': `import { x } from '#main/gateway/testing/fake-ports.ts';`,
      'src/renderer/client/testing/c.ts': `import { x } from '#main/gateway/index.ts';`,
      'src/renderer/client/testing/d.ts': `import { x } from '#core/testing/x.ts';`,
      'src/renderer/stores/a.ts': `import { x } from '../client/testing/a.ts';`,
    };
    const { violations } = checkBorders(
      tree({
        'src/renderer/client/testing/a.ts': testingIndex,
        'src/renderer/client/b.test.ts': `import { x } from './testing/a.ts';`,
        'src/renderer/preview/b.ts': `import { x } from '../client/testing/a.ts';`,
        ...refused,
      }),
    );
    expect(violations.map(({ file }) => file).toSorted()).toEqual(Object.keys(refused).toSorted());
  });

  it('have no entry point without a file', () => {
    const root = resolve(import.meta.dirname, '../..');
    const lost = rooms.flatMap(({ prefix, entryPoints = [], testEntryPoints = [] }) =>
      [...entryPoints, ...testEntryPoints]
        .map((path) => join(prefix, path))
        .filter((path) => globSync(path, { cwd: root }).length === 0),
    );
    expect(lost).toEqual([]);
  });

  it('refuse an import cycle, and name all of its files', () => {
    const { violations } = checkBorders(
      tree({
        'src/main/core/a.ts': `import { b } from './b.ts'; export const a = b;`,
        'src/main/core/b.ts': `import { c } from './c.ts'; export const b = c;`,
        'src/main/core/c.ts': `import type { a } from './a.ts'; export const c = 1;`,
      }),
    );
    expect(violations.map((violation) => violation.reason)).toEqual([
      'import cycle: src/main/core/a.ts → src/main/core/b.ts → src/main/core/c.ts → src/main/core/a.ts',
    ]);
  });

  it('let a room import what its row allows', () => {
    const { violations } = checkBorders(
      tree({
        'src/main/bridges/obs/a.ts': `import { ok } from '#shared/kernel/index.ts'; import OBS from 'obs-websocket-js/json'; import type { C } from '#core/component.ts';`,
        'src/main/composition/a.ts': `import { x } from '../bridges/obs/index.ts';`,
      }),
    );
    expect(violations).toEqual([]);
  });

  it('match the table in ARCHITECTURE.md', () => {
    const document = readFileSync(resolve(import.meta.dirname, '../../ARCHITECTURE.md'), 'utf8');
    expect(placeRooms(document)).toBe(document);
  });
});
