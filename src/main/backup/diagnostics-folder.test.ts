import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DiagnosticsFolder } from './diagnostics-folder.ts';

const now = Date.UTC(2026, 10, 22, 20, 15, 3);

const createFolder = () => {
  const home = mkdtempSync(join(tmpdir(), 'cuelight-diagnostics-'));
  const path = join(home, 'incidents');
  return {
    home,
    path,
    folder: new DiagnosticsFolder(path),
    [Symbol.dispose]: () => rmSync(home, { recursive: true }),
  };
};

it('saves every bundle under its own name, lists the newest first, and reads a bundle', async () => {
  using fixture = createFolder();
  const { folder } = fixture;
  expect(await folder.list()).toEqual({ ok: true, value: [] });
  expect(await folder.add(Buffer.from('first'), now)).toMatchObject({
    ok: true,
    value: { name: 'diagnostics-2026-11-22T20-15-03.cuelight', bytes: 5 },
  });
  expect(await folder.add(Buffer.from('second'), now)).toMatchObject({
    ok: true,
    value: { name: 'diagnostics-2026-11-22T20-15-03-2.cuelight' },
  });
  await folder.add(Buffer.from('third'), now + 60_000);
  const listed = await folder.list();
  expect(listed.ok && listed.value.map(({ name }) => name)).toEqual([
    'diagnostics-2026-11-22T20-16-03.cuelight',
    'diagnostics-2026-11-22T20-15-03.cuelight',
    'diagnostics-2026-11-22T20-15-03-2.cuelight',
  ]);
  const read = await folder.read('diagnostics-2026-11-22T20-15-03-2.cuelight');
  expect(read.ok && read.value.content.toString()).toBe('second');
});

it('lists and reads the files of earlier versions, which have another name, in order of time', async () => {
  using fixture = createFolder();
  mkdirSync(fixture.path);
  const earlier = 'incident-2026-11-22T20-15-30.cuelight';
  writeFileSync(join(fixture.path, earlier), 'earlier');
  await fixture.folder.add(Buffer.from('first'), now);
  await fixture.folder.add(Buffer.from('third'), now + 60_000);
  const listed = await fixture.folder.list();
  expect(listed.ok && listed.value.map(({ name }) => name)).toEqual([
    'diagnostics-2026-11-22T20-16-03.cuelight',
    earlier,
    'diagnostics-2026-11-22T20-15-03.cuelight',
  ]);
  const read = await fixture.folder.read(earlier);
  expect(read.ok && read.value.content.toString()).toBe('earlier');
});

it.each([
  '../settings.json',
  '..',
  '',
  'settings.json',
  '/etc/passwd',
  'diagnostics-2026-11-22T20-15-03.cuelight/..',
])('refuses to read the name "%s"', async (name) => {
  using fixture = createFolder();
  writeFileSync(join(fixture.home, 'settings.json'), '{}');
  expect(await fixture.folder.read(name)).toMatchObject({
    ok: false,
    error: { code: 'diagnostics.unknown' },
  });
});

it('neither lists nor reads a link', async () => {
  using fixture = createFolder();
  mkdirSync(fixture.path);
  symlinkSync('/etc/passwd', join(fixture.path, 'diagnostics-2026-11-22T20-15-03.cuelight'));
  expect(await fixture.folder.list()).toEqual({ ok: true, value: [] });
  expect(await fixture.folder.read('diagnostics-2026-11-22T20-15-03.cuelight')).toMatchObject({ ok: false });
});

it('reports a folder that is a file', async () => {
  using fixture = createFolder();
  writeFileSync(fixture.path, '');
  expect(await fixture.folder.list()).toMatchObject({
    ok: false,
    error: { code: 'diagnostics.folder-not-usable' },
  });
  expect(await fixture.folder.add(Buffer.from('x'), now)).toMatchObject({ ok: false });
});
