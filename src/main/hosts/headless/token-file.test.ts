import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readOrCreateToken, renewToken } from './token-file.ts';

let folder: string;
let path: string;
let filled = 0;
const randomBytes = (size: number): Uint8Array => new Uint8Array(size).fill((filled += 1));
const read = (platform: NodeJS.Platform = 'linux') => readOrCreateToken(path, randomBytes, platform);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuelight-token-'));
  path = join(folder, 'api-token');
});
afterEach(() => rm(folder, { recursive: true }));

describe('the token file', () => {
  it('is created with a token of 256 bits for the owner only, and read again', async () => {
    const made = await read();
    expect(made).toMatchObject({ ok: true, value: expect.stringMatching(/^[\w-]{43}$/) });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await read()).toEqual(made);
  });

  it.each([
    ['other users can read it', 'T'.repeat(43), 0o644, `Other users can read the token file`],
    ['it is empty', '', 0o600, 'does not contain an API token'],
    ['it contains another text', 'password', 0o600, 'does not contain an API token'],
    [
      'it contains two tokens',
      `${'T'.repeat(43)}\n${'U'.repeat(43)}`,
      0o600,
      'does not contain an API token',
    ],
  ])('is refused with its path when %s, and stays unchanged', async (_what, content, mode, sentence) => {
    await writeFile(path, content);
    await chmod(path, mode);
    const result = await read();
    expect(result.ok ? '' : result.error.message).toContain(sentence);
    expect(result.ok ? '' : result.error.message).toContain(path);
    expect(await readFile(path, 'utf8')).toBe(content);
  });

  it('ignores the remains of an interrupted write', async () => {
    await writeFile(`${path}.new`, '');
    const made = await read();
    expect(made).toMatchObject({ ok: true });
    expect(await read()).toEqual(made);
  });

  it('ignores the mode bits on Windows', async () => {
    await writeFile(path, 'T'.repeat(43));
    await chmod(path, 0o644);
    expect(await read('win32')).toEqual({ ok: true, value: 'T'.repeat(43) });
  });

  it('reports the remedy when it cannot be created', async () => {
    path = join(folder, 'missing', 'api-token');
    const result = await read();
    expect(result.ok ? '' : result.error.message).toBe(
      `The token file ${path} cannot be written (ENOENT). Check that its folder exists and belongs to you.`,
    );
  });

  it('is replaced as a whole, for the owner only', async () => {
    const before = await read();
    const after = await renewToken(path, randomBytes);
    expect(after).not.toEqual(before);
    expect(await read()).toEqual(after);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });
});
