import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockHome, homePath } from './home.ts';

describe('the home', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cuelight-home-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('comes from the command line, else the environment, else the platform', () => {
    expect(homePath('/asked', { CUELIGHT_HOME: '/set' })).toBe('/asked');
    expect(homePath(null, { CUELIGHT_HOME: '/set' })).toBe('/set');
    expect(homePath(null, { CUELIGHT_HOME: '' })).toMatch(/cuelight/i);
  });

  it('is created with its parents, for the owner only', async () => {
    const path = join(folder, 'a', 'b');
    const locked = await lockHome(path);
    if (!locked.ok) throw locked.error;
    expect(statSync(path).mode & 0o777).toBe(0o700);
    await locked.value[Symbol.asyncDispose]();
  });

  it('belongs to one process at a time, and names the address of the first to the second', async () => {
    const first = await lockHome(folder);
    if (!first.ok) throw first.error;
    await first.value.announce('http://127.0.0.1:4747');
    const second = await lockHome(folder);
    expect(second).toMatchObject({ ok: false, error: { code: 'home.already-used' } });
    expect(second.ok ? '' : second.error.message).toContain('http://127.0.0.1:4747');
    await first.value[Symbol.asyncDispose]();
    const third = await lockHome(folder);
    expect(third.ok).toBe(true);
    if (third.ok) await third.value[Symbol.asyncDispose]();
  });

  it('is locked for one process even when the lock file is damaged', async () => {
    writeFileSync(join(folder, 'instance.lock'), 'what a disk left behind '.repeat(100));
    const first = await lockHome(folder);
    if (!first.ok) throw first.error;
    expect(await lockHome(folder)).toMatchObject({ ok: false, error: { code: 'home.already-used' } });
    await first.value[Symbol.asyncDispose]();
  });

  it('names the lock file when it cannot be locked', async () => {
    mkdirSync(join(folder, 'instance.lock'));
    const locked = await lockHome(folder);
    expect(locked).toMatchObject({ ok: false, error: { code: 'home.not-lockable' } });
    expect(locked.ok ? '' : locked.error.message).toContain(join(folder, 'instance.lock'));
  });

  it.skipIf(process.platform !== 'linux')('is refused at once where no folder can be created', async () => {
    const locked = await lockHome('/proc/cuelight/home');
    expect(locked).toMatchObject({ ok: false, error: { code: 'home.unwritable' } });
    expect(locked.ok ? '' : locked.error.message).toContain('choose another folder with --home');
  });

  it('is refused when a file blocks it', async () => {
    writeFileSync(join(folder, 'file'), '');
    expect(await lockHome(join(folder, 'file'))).toMatchObject({
      ok: false,
      error: { code: 'home.unwritable' },
    });
    mkdirSync(join(folder, 'ok'));
    expect((await lockHome(join(folder, 'file', 'below'))).ok).toBe(false);
  });
});
