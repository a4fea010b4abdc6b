import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { acquireHomeLock } from './home-lock.ts';
import { prepareHome } from './prepare-home.ts';
import { valueOf } from './testing/settings-fixture.ts';

const createFolder = () => {
  const path = mkdtempSync(join(tmpdir(), 'cuelight-home-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
};

test('a home is made with its parents, for its owner alone', async () => {
  using folder = createFolder();
  const home = join(folder.path, 'a', 'b');
  expect(await prepareHome(home)).toEqual({ ok: true, value: { created: true } });
  expect(statSync(home).mode & 0o777).toBe(0o700);
  expect(await prepareHome(home)).toEqual({ ok: true, value: { created: false } });
  expect(readdirSync(home)).toEqual([]);
});

test.each([
  { name: 'a file', path: 'file', reason: 'there is a file of that name; move it away' },
  { name: 'below a file', path: 'file/home', reason: 'a part of its path is a file; choose another place' },
])('a home that is $name is refused with what to do', async ({ path, reason }) => {
  using folder = createFolder();
  writeFileSync(join(folder.path, 'file'), '');
  const home = join(folder.path, path);
  expect(await prepareHome(home)).toMatchObject({
    ok: false,
    error: {
      code: 'home.not-writable',
      message: `Cuelight cannot keep its data in ${home}: ${reason}. Or choose another place with --home.`,
    },
  });
});

test('a home takes one program at a time', () => {
  using folder = createFolder();
  const clock = createFakeClock(Date.UTC(2026, 10, 22, 20));
  const first = valueOf(acquireHomeLock(folder.path, clock));
  expect(acquireHomeLock(folder.path, clock)).toMatchObject({
    ok: false,
    error: {
      code: 'home.in-use',
      message: `Another Cuelight (process ${process.pid}, since 2026-11-22T20:00:00.000Z) is running on ${folder.path}. Use that one, or start this one with another --home.`,
    },
  });
  first[Symbol.dispose]();
  first[Symbol.dispose]();
  valueOf(acquireHomeLock(folder.path, clock))[Symbol.dispose]();
});

test('the lock of a program that was killed does not outlive it', async () => {
  using folder = createFolder();
  const clock = createFakeClock();
  const script = fileURLToPath(new URL('testing/hold-home-lock.ts', import.meta.url));
  const child = spawn(process.execPath, [script, folder.path], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  expect(acquireHomeLock(folder.path, clock)).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining(`process ${child.pid}`) },
  });
  child.kill('SIGKILL');
  await once(child, 'close');
  valueOf(acquireHomeLock(folder.path, clock))[Symbol.dispose]();
});
