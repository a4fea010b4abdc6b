import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createUtilityProcess } from './utility-process.ts';

const child = `
process.parentPort.on('message', ({ data }) => {
  if (data.crash) process.kill(process.pid, 'SIGSEGV');
  if (data.exit) process.exit(data.exit);
  process.parentPort.postMessage({ echo: data, args: process.argv.slice(2), send: typeof process.send });
});
`;
let folder = '';
let file = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cuelight-utility-'));
  file = join(folder, 'child.mjs');
  writeFileSync(file, child);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('exchanges messages through parentPort, bytes included, and has no channel of Node', async () => {
  const started = createUtilityProcess(() => true).fork(file, ['one'], { stdio: 'pipe' });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process has no origin
  started.postMessage({ bytes: new Uint8Array([1, 2]) });
  const [message] = await once(started, 'message');
  expect(message).toEqual({ echo: { bytes: new Uint8Array([1, 2]) }, args: ['one'], send: 'undefined' });
  const exited = once(started, 'exit');
  started.kill();
  expect(await exited).toEqual([0]);
  expect(started.pid).toBeUndefined();
});

it.each([
  [{ crash: true }, 11],
  [{ exit: 3 }, 3],
])('tells a signal or an exit code after %j', async (request, code) => {
  const started = createUtilityProcess(() => true).fork(file, [], { stdio: 'pipe' });
  const exited = once(started, 'exit');
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process has no origin
  started.postMessage(request);
  expect(await exited).toEqual([code]);
});

it('starts nothing before the app is ready, and clones what it sends', async () => {
  expect(() => createUtilityProcess(() => false).fork(file)).toThrow('before app is ready');
  const started = createUtilityProcess(() => true).fork(file, [], { stdio: 'pipe' });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process has no origin
  expect(() => started.postMessage({ run: () => undefined })).toThrow('could not be cloned');
  const exited = once(started, 'exit');
  started.kill();
  await exited;
});
