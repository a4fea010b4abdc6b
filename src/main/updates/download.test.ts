import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { downloadPackage, fetchFeed, isSafeAddress, verifyPackage } from './download.ts';
import { openFeedServer, sha512Of } from './testing/feed-server.ts';

const never = new AbortController().signal;

const get = async (answer: Parameters<typeof openFeedServer>[0]) => {
  const clock = createFakeClock();
  const server = await openFeedServer(answer);
  return { clock, server, reading: fetchFeed(new URL('feed.json', server.base), clock, never) };
};

describe('reading a feed', () => {
  it('follows a redirect on the same server, and leaves no timer', async () => {
    const { clock, reading } = await get({
      'feed.json': (_, response) => response.writeHead(302, { location: '/moved.json' }).end(),
      'moved.json': 'the feed',
    });
    expect(await reading).toEqual({ ok: true, value: 'the feed' });
    expect(clock.pending).toBe(0);
  });

  it('follows no redirect to another server', async () => {
    const elsewhere = await openFeedServer({ 'feed.json': 'stolen' });
    const { reading } = await get({
      'feed.json': (_, response) =>
        response.writeHead(302, { location: new URL('feed.json', elsewhere.base).href }).end(),
    });
    expect(await reading).toMatchObject({ ok: false, error: { code: 'update.redirected' } });
    expect(elsewhere.asked).toEqual([]);
  });

  it('ends a circle of redirects', async () => {
    const { reading, server } = await get({
      'feed.json': (_, response) => response.writeHead(302, { location: '/feed.json' }).end(),
    });
    expect(await reading).toMatchObject({ ok: false, error: { code: 'update.redirected' } });
    expect(server.asked.length).toBe(4);
  });

  it('ends 15 s after a server that never answers was asked', async () => {
    const { clock, server, reading } = await get({ 'feed.json': () => undefined });
    await server.arrived;
    await clock.advance(15_000);
    expect(await reading).toMatchObject({ ok: false, error: { code: 'update.silent' } });
    expect(clock.pending).toBe(0);
  });

  it('ends when an answer never ends', async () => {
    const { clock, server, reading } = await get({
      'feed.json': (_, response) => response.writeHead(200).write('{'),
    });
    await server.arrived;
    await clock.advance(15_000);
    expect(await reading).toMatchObject({ ok: false, error: { code: 'update.silent' } });
  });

  it.each([
    ['announced', { 'content-length': '250001' }],
    ['not announced', {}],
  ])('refuses a feed that is too large, %s', async (_how, headers) => {
    const { reading } = await get({
      'feed.json': (_, response) => response.writeHead(200, headers).end('x'.repeat(250_001)),
    });
    expect(await reading).toMatchObject({ ok: false, error: { code: 'update.feed-too-large' } });
  });

  it('reports a status', async () => {
    const { reading } = await get({});
    const read = await reading;
    expect(read).toMatchObject({ ok: false, error: { code: 'update.status' } });
    expect(!read.ok && read.error.message).toContain('404');
  });

  it('reports a server that is not there', async () => {
    const read = await fetchFeed(new URL('http://127.0.0.1:1/feed.json'), createFakeClock(), never);
    expect(read).toMatchObject({ ok: false, error: { code: 'update.unreachable' } });
  });

  it('ends with its caller', async () => {
    const server = await openFeedServer({ 'feed.json': () => undefined });
    const caller = new AbortController();
    const clock = createFakeClock();
    const reading = fetchFeed(new URL('feed.json', server.base), clock, caller.signal);
    await server.arrived;
    caller.abort();
    expect(await reading).toMatchObject({ ok: false, error: { code: 'update.cancelled' } });
    expect(clock.pending).toBe(0);
  });

  it('uses only addresses that nobody on the way can change', () => {
    const safe = (address: string): boolean => isSafeAddress(new URL(address));
    expect(safe('https://updates.example/')).toBe(true);
    expect(safe('http://127.0.0.1:8080/')).toBe(true);
    expect(safe('http://updates.example/')).toBe(false);
    expect(safe('file:///tmp/')).toBe(false);
  });
});

const openFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'cuelight-updates-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

const content = Buffer.from('a package');
const update = (base: URL) => ({
  version: '1.3.0',
  releasedAt: '2026-11-30T12:00:00.000Z',
  url: new URL('package', base),
  sha512: sha512Of(content),
  size: content.byteLength,
});

describe('a package', () => {
  const download = async (answer: NonNullable<Parameters<typeof openFeedServer>[0]>[string] | undefined) => {
    const server = await openFeedServer(answer === undefined ? {} : { package: answer });
    const clock = createFakeClock();
    const file = join(await openFolder(), 'package');
    const progress: number[] = [];
    const onBytes = (bytes: number): void => void progress.push(bytes);
    const running = downloadPackage(update(server.base), file, { clock, signal: never, onBytes });
    return { server, clock, file, progress, running };
  };

  it('is written to its file, with progress', async () => {
    const { file, clock, progress, running } = await download(content);
    await running;
    expect(await readFile(file)).toEqual(content);
    expect(progress.at(-1)).toBe(content.byteLength);
    expect(clock.pending).toBe(0);
  });

  it.each([
    ['longer', Buffer.from('a package and more'), 'update.package-size'],
    ['shorter', Buffer.from('a pack'), 'update.package-size'],
    ['missing', undefined, 'update.status'],
  ])('that is %s leaves no file', async (_what, answer, code) => {
    const { file, running } = await download(answer);
    await expect(running).rejects.toMatchObject({ code });
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('that cannot be saved is no fault of the network', async () => {
    const server = await openFeedServer({ package: content });
    const clock = createFakeClock();
    const file = join(await openFolder(), 'missing', 'package');
    const running = downloadPackage(update(server.base), file, {
      clock,
      signal: never,
      onBytes: () => undefined,
    });
    await expect(running).rejects.toMatchObject({
      code: 'update.not-saved',
      message: expect.stringContaining('(ENOENT)'),
    });
    expect(clock.pending).toBe(0);
  });

  it('that stops in the middle is given up after a minute, and leaves no file', async () => {
    const { file, server, clock, progress, running } = await download((_, response) => {
      response.writeHead(200, { 'content-length': content.byteLength }).write('a pa');
    });
    const ended = running.catch((thrown: unknown) => thrown);
    await server.arrived;
    while (progress.length === 0) await new Promise(setImmediate);
    await clock.advance(60_000);
    expect(await ended).toMatchObject({ code: 'update.silent' });
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(clock.pending).toBe(0);
  });

  it.each([
    ['changed by one byte', Buffer.from('A package'), 'update.package-tampered'],
    ['of another size', Buffer.from('a package!'), 'update.package-size'],
  ])('is deleted when it is %s', async (_what, changed, code) => {
    const file = join(await openFolder(), 'package');
    await writeFile(file, changed);
    expect(await verifyPackage(file, update(new URL('http://127.0.0.1')))).toMatchObject({
      ok: false,
      error: { code },
    });
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is accepted when it is the one of the feed', async () => {
    const file = join(await openFolder(), 'package');
    await writeFile(file, content);
    expect((await verifyPackage(file, update(new URL('http://127.0.0.1')))).ok).toBe(true);
  });
});
