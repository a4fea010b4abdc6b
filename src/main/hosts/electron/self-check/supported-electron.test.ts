import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { supportedElectron, supportOf, trustedDays } from './supported-electron.ts';

const checkedOn = Date.parse(supportedElectron.checkedOn);
const dayMs = 86_400_000;

it.each([
  ['45.4.1', 0, 'supported'],
  ['43.0.0', trustedDays, 'supported'],
  ['45.4.1', trustedDays + 1, 'unknown'],
  ['42.9.9', 0, 'outdated'],
  ['33.2.1', trustedDays + 1, 'outdated'],
  ['46.0.0', 0, 'unknown'],
  ['', 0, 'unknown'],
])('says that Electron %j is %3$s %i days after the list was made', (version, days, expected) => {
  expect(supportOf(version, checkedOn + days * dayMs)).toBe(expected);
});

it('lists three versions, of which the newest is the one of this build', () => {
  const root = resolve(import.meta.dirname, '../../../../..');
  const manifest = z
    .object({ devDependencies: z.object({ electron: z.string() }) })
    .parse(JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')));
  const major = Number(/^\d+/.exec(manifest.devDependencies.electron)?.[0]);
  expect(supportedElectron.majors).toEqual([major - 2, major - 1, major]);
});
