import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RecordingFolder } from './recording-folder.ts';

const facts = { recordedAt: 1_000, durationMs: 60_000, lines: 12 };
const yaml = 'id: recorded-1\ntitle: Tuesday\ndescription: A quiet evening.\nscenes: [Main]\ncast: []\n';

describe('the folder of recordings', () => {
  let home: string;
  let path: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'cuelight-recordings-'));
    path = join(home, 'scenarios');
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('stores a recording and lists it with its description', async () => {
    const folder = await RecordingFolder.open(path);
    expect(folder.list()).toEqual([]);
    const saved = await folder.save('recorded-1', yaml, facts);
    const expected = { id: 'recorded-1', title: 'Tuesday', description: 'A quiet evening.', ...facts };
    expect(saved).toMatchObject({ ok: true, value: expected });
    const again = await RecordingFolder.open(path);
    expect(again.list()).toMatchObject([expected]);
    expect(again.read('recorded-1')).toContain('title: Tuesday');
    expect(readdirSync(path)).toEqual(['recorded-1.yaml']);
    expect(statSync(join(path, 'recorded-1.yaml')).mode & 0o077).toBe(0);
  });

  it('ignores other files, and lists a recording that was written by hand', async () => {
    await (await RecordingFolder.open(path)).save('recorded-1', yaml, facts);
    writeFileSync(join(path, 'notes.txt'), 'x');
    writeFileSync(join(path, '..yaml'), 'x');
    writeFileSync(join(path, 'recorded-broken.yaml'), '{');
    const listed = (await RecordingFolder.open(path)).list();
    expect(listed.map(({ id, lines }) => [id, lines])).toEqual([
      ['recorded-broken', null],
      ['recorded-1', 12],
    ]);
  });

  it.each(['../settings', 'recorded-1/../../x', 'lively-show', ''])(
    'never reads outside the folder: %s',
    async (id) => {
      const folder = await RecordingFolder.open(path);
      await folder.save('recorded-1', yaml, facts);
      expect(folder.read(id)).toBeNull();
      expect(await folder.remove(id)).toMatchObject({ ok: false, error: { code: 'rehearsal.no-recording' } });
      expect(readFileSync(join(path, 'recorded-1.yaml'), 'utf8')).toContain('Tuesday');
    },
  );

  it('reports a failed write and leaves no file behind', async () => {
    writeFileSync(path, 'a file stands where the folder should be');
    const folder = await RecordingFolder.open(path);
    expect(await folder.save('recorded-1', yaml, facts)).toMatchObject({
      ok: false,
      error: { code: 'rehearsal.recording-not-saved', kind: 'transient' },
    });
    expect(readdirSync(home)).toEqual(['scenarios']);
  });

  it('refuses recordings beyond the limit', async () => {
    const folder = await RecordingFolder.open(path);
    for (let number = 1; number <= 50; number += 1) await folder.save(`recorded-${number}`, yaml, facts);
    expect(folder.obstacle?.code).toBe('rehearsal.too-many-recordings');
    await folder.remove('recorded-7');
    expect(folder.obstacle).toBeNull();
    expect(folder.list()).toHaveLength(49);
  });
});
