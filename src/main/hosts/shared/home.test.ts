import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holdHome, homePath } from './home.ts';

describe('the home', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cuelight-home-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is where the command line says, else the environment, else the platform', () => {
    expect(homePath('/asked', { CUELIGHT_HOME: '/set' })).toBe('/asked');
    expect(homePath(null, { CUELIGHT_HOME: '/set' })).toBe('/set');
    expect(homePath(null, { CUELIGHT_HOME: '' })).toMatch(/cuelight/i);
  });

  it('is made with all that is above it, for its owner alone', async () => {
    const path = join(folder, 'a', 'b');
    const held = await holdHome(path);
    if (!held.ok) throw held.error;
    expect(statSync(path).mode & 0o777).toBe(0o700);
    await held.value[Symbol.asyncDispose]();
  });

  it('is one program’s at a time, and the second is told where the first is', async () => {
    const first = await holdHome(folder);
    if (!first.ok) throw first.error;
    await first.value.announce('http://127.0.0.1:4747');
    const second = await holdHome(folder);
    expect(second).toMatchObject({ ok: false, error: { code: 'home.already-used' } });
    expect(second.ok ? '' : second.error.message).toContain('http://127.0.0.1:4747');
    await first.value[Symbol.asyncDispose]();
    const third = await holdHome(folder);
    expect(third.ok).toBe(true);
    if (third.ok) await third.value[Symbol.asyncDispose]();
  });

  it('is held whatever was written into its lock, and still by one program alone', async () => {
    writeFileSync(join(folder, 'instance.lock'), 'what a disk left behind '.repeat(100));
    const first = await holdHome(folder);
    if (!first.ok) throw first.error;
    expect(await holdHome(folder)).toMatchObject({ ok: false, error: { code: 'home.already-used' } });
    await first.value[Symbol.asyncDispose]();
  });

  it('says what is in the way where there can be no lock', async () => {
    mkdirSync(join(folder, 'instance.lock'));
    const held = await holdHome(folder);
    expect(held).toMatchObject({ ok: false, error: { code: 'home.not-lockable' } });
    expect(held.ok ? '' : held.error.message).toContain(join(folder, 'instance.lock'));
  });

  it.skipIf(process.platform !== 'linux')(
    'is refused, and not waited for, where no folder can be made',
    async () => {
      const held = await holdHome('/proc/cuelight/home');
      expect(held).toMatchObject({ ok: false, error: { code: 'home.unwritable' } });
      expect(held.ok ? '' : held.error.message).toContain('choose another folder with --home');
    },
  );

  it('is refused where a file is in the way', async () => {
    writeFileSync(join(folder, 'file'), '');
    expect(await holdHome(join(folder, 'file'))).toMatchObject({
      ok: false,
      error: { code: 'home.unwritable' },
    });
    mkdirSync(join(folder, 'ok'));
    expect((await holdHome(join(folder, 'file', 'below'))).ok).toBe(false);
  });
});
