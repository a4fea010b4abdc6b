import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { IncidentFolder } from './incident-folder.ts';

const now = Date.UTC(2026, 10, 22, 20, 15, 3);

const createFolder = () => {
  const home = mkdtempSync(join(tmpdir(), 'cuelight-incidents-'));
  const path = join(home, 'incidents');
  return {
    home,
    path,
    folder: new IncidentFolder(path),
    [Symbol.dispose]: () => rmSync(home, { recursive: true }),
  };
};

test('files are kept under names of their own, newest first, and read back', async () => {
  using fixture = createFolder();
  const { folder } = fixture;
  expect(await folder.list()).toEqual({ ok: true, value: [] });
  expect(await folder.add(Buffer.from('first'), now)).toMatchObject({
    ok: true,
    value: { name: 'incident-2026-11-22T20-15-03.cuelight', bytes: 5 },
  });
  expect(await folder.add(Buffer.from('second'), now)).toMatchObject({
    ok: true,
    value: { name: 'incident-2026-11-22T20-15-03-2.cuelight' },
  });
  await folder.add(Buffer.from('third'), now + 60_000);
  const listed = await folder.list();
  expect(listed.ok && listed.value.map(({ name }) => name)).toEqual([
    'incident-2026-11-22T20-16-03.cuelight',
    'incident-2026-11-22T20-15-03.cuelight',
    'incident-2026-11-22T20-15-03-2.cuelight',
  ]);
  const read = await folder.read('incident-2026-11-22T20-15-03-2.cuelight');
  expect(read.ok && read.value.content.toString()).toBe('second');
});

test.each([
  '../settings.json',
  '..',
  '',
  'settings.json',
  '/etc/passwd',
  'incident-2026-11-22T20-15-03.cuelight/..',
])('the name "%s" opens nothing', async (name) => {
  using fixture = createFolder();
  writeFileSync(join(fixture.home, 'settings.json'), '{}');
  expect(await fixture.folder.read(name)).toMatchObject({ ok: false, error: { code: 'incident.unknown' } });
});

test('a link is neither listed nor read, wherever it leads', async () => {
  using fixture = createFolder();
  mkdirSync(fixture.path);
  symlinkSync('/etc/passwd', join(fixture.path, 'incident-2026-11-22T20-15-03.cuelight'));
  expect(await fixture.folder.list()).toEqual({ ok: true, value: [] });
  expect(await fixture.folder.read('incident-2026-11-22T20-15-03.cuelight')).toMatchObject({ ok: false });
});

test('a folder that is none is told', async () => {
  using fixture = createFolder();
  writeFileSync(fixture.path, '');
  expect(await fixture.folder.list()).toMatchObject({
    ok: false,
    error: { code: 'incident.folder-not-usable' },
  });
  expect(await fixture.folder.add(Buffer.from('x'), now)).toMatchObject({ ok: false });
});
