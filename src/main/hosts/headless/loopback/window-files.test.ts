import { ReadStream } from 'node:fs';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createLoopbackRig, exchange, type LoopbackRig, type RawAnswer } from './testing/loopback-rig.ts';

const script = `export const words = ${JSON.stringify('the same words again and again. '.repeat(200))};`;
const digits = '0123456789';
const bytesOf = (answer: RawAnswer): Buffer => Buffer.from(answer.body, 'latin1');

const fillRenderer = async (folder: string): Promise<void> => {
  const asset = (name: string): string => join(folder, 'assets', name);
  await Promise.all([
    writeFile(asset('app-c3d4.js'), script),
    writeFile(asset('app-c3d4.js.br'), brotliCompressSync(script)),
    writeFile(asset('app-c3d4.js.gz'), gzipSync(script)),
    writeFile(asset('digits-e5f6.css'), digits),
    writeFile(asset('font-a7b8.woff2'), 'font'),
    writeFile(asset('picture-c9d0.avif'), 'a kind that is not served'),
    writeFile(join(folder, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>'),
    writeFile(`${folder}-secret.js`, 'secret'),
    symlink(`${folder}-secret.js`, asset('link-0001.js')),
    symlink(join('..', 'favicon.svg'), asset('link-0002.svg')),
    writeFile(asset('lured-0003.js'), 'plain'),
    symlink(`${folder}-secret.js`, asset('lured-0003.js.br')),
    mkdir(`${folder}-outside`).then(() => writeFile(join(`${folder}-outside`, 'far-0004.js'), 'secret')),
    symlink(`${folder}-outside`, join(folder, 'assets', 'away')),
    mkdir(asset('folder-0005.js')),
  ]);
};

describe('the files of the window', () => {
  let rig: LoopbackRig;

  beforeAll(async () => {
    rig = await createLoopbackRig({}, fillRenderer);
  });
  afterAll(async () => {
    await rig.close();
    await rm(`${rig.rendererDirectory}-secret.js`);
    await rm(`${rig.rendererDirectory}-outside`, { recursive: true });
  });

  const get = (name: string, ...headers: string[]): Promise<RawAnswer> =>
    rig.send({ target: `/assets/${name}`, headers });
  const etagOf = (answer: RawAnswer): string => answer.headers.get('etag') ?? '';

  it.each([
    ['br', 'gzip, deflate, br, zstd', brotliDecompressSync],
    ['gzip', 'gzip, deflate', gunzipSync],
    ['gzip', 'gzip, br;q=0', gunzipSync],
  ])('are sent as %s to a browser that accepts "%s"', async (coding, taken, decompress) => {
    const answer = await get('app-c3d4.js', `Accept-Encoding: ${taken}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-encoding')).toBe(coding);
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(answer.headers.get('vary')).toBe('Accept-Encoding');
    expect(Number(answer.headers.get('content-length'))).toBe(bytesOf(answer).length);
    expect(bytesOf(answer).length).toBeLessThan(script.length / 10);
    expect(decompress(bytesOf(answer)).toString()).toBe(script);
  });

  it.each(['', 'identity', 'br;q=0, gzip; q=0.000', 'zstd'])(
    'are sent uncompressed to a client that accepts "%s"',
    async (taken) => {
      const answer = await get('app-c3d4.js', `Accept-Encoding: ${taken}`);
      expect(answer.headers.get('content-encoding')).toBeUndefined();
      expect(answer.body).toBe(script);
    },
  );

  it.each([
    ['app-c3d4.js', 'text/javascript; charset=utf-8'],
    ['digits-e5f6.css', 'text/css; charset=utf-8'],
    ['font-a7b8.woff2', 'font/woff2'],
  ])('are cached forever: %s as %s', async (name, type) => {
    const { headers } = await get(name);
    expect(headers.get('content-type')).toBe(type);
    expect(headers.get('cache-control')).toBe('max-age=31536000, immutable');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
  });

  it('are revalidated when their name has no content hash', async () => {
    const answer = await rig.send({ target: '/favicon.svg' });
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    expect(answer.headers.get('content-type')).toBe('image/svg+xml');
    const again = await rig.send({ target: '/favicon.svg', headers: [`If-None-Match: ${etagOf(answer)}`] });
    expect(again).toMatchObject({ status: 304, body: '' });
  });

  it('are not sent again to a browser that has them, in any coding', async () => {
    for (const coding of ['br', 'gzip', 'identity']) {
      const first = await get('app-c3d4.js', `Accept-Encoding: ${coding}`);
      const etag = `If-None-Match: ${etagOf(first)}`;
      const again = await get('app-c3d4.js', `Accept-Encoding: ${coding}`, etag);
      expect(again).toMatchObject({ status: 304, body: '' });
      expect(again.headers.get('vary')).toBe('Accept-Encoding');
      expect(again.headers.get('cache-control')).toContain('immutable');
    }
    expect((await get('app-c3d4.js', 'If-None-Match: "another"')).status).toBe(200);
  });

  it('answer HEAD with headers only', async () => {
    const answer = await rig.send({ method: 'HEAD', target: '/assets/digits-e5f6.css' });
    expect(answer).toMatchObject({ status: 200, body: '' });
    expect(answer.headers.get('content-length')).toBe(String(digits.length));
  });

  it.each([
    ['bytes=2-5', '2345', 'bytes 2-5/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=7-700', '789', 'bytes 7-9/10'],
  ])('send the range %s', async (range, body, contentRange) => {
    const answer = await get('digits-e5f6.css', `Range: ${range}`);
    expect(answer).toMatchObject({ status: 206, body });
    expect(answer.headers.get('content-range')).toBe(contentRange);
    expect(answer.headers.get('content-length')).toBe(String(body.length));
  });

  it.each([
    'bytes=-3',
    'bytes=0-0',
    'bytes=5-2',
    'bytes=0-1,4-5',
    'bytes=a-b',
    'lines=1-2',
    'bytes=1-1e9',
    '',
  ])('are sent whole for the unsupported range "%s"', async (range) => {
    expect(await get('digits-e5f6.css', `Range: ${range}`)).toMatchObject({ status: 200, body: digits });
  });

  it('are sent whole for a range of an earlier version', async () => {
    const headers = ['Range: bytes=2-5', 'If-Range: "earlier"'];
    expect(await get('digits-e5f6.css', ...headers)).toMatchObject({ status: 200, body: digits });
  });

  it('refuse a range beyond their end', async () => {
    const answer = await get('digits-e5f6.css', 'Range: bytes=10-12');
    expect(answer).toMatchObject({ status: 416, body: '' });
    expect(answer.headers.get('content-range')).toBe('bytes */10');
  });

  it('are found with a query and with encoded letters', async () => {
    expect((await get('digits-e5f6.css?import')).body).toBe(digits);
    expect((await get('digits%2De5f6.css')).body).toBe(digits);
  });

  it.each([
    ['a file that leads out of the folder', 'link-0001.js'],
    ['a link within the folder', 'link-0002.svg'],
    ['a file whose compressed form leads out', 'lured-0003.js'],
    ['a folder that leads out', 'away/far-0004.js'],
    ['a folder', 'folder-0005.js'],
    ['a kind that is not served', 'picture-c9d0.avif'],
    ['the compressed form by its own name', 'app-c3d4.js.br'],
    ['a name without its extension', 'app-c3d4'],
    ['the folder itself', ''],
    ['a way out', '../assets/../../secret.js'],
    ['an encoded way out', '..%2f..%2fsecret.js'],
    ['an encoded slash twice', '%252e%252e%252fsecret.js'],
    ['a backslash', '..\\index.html'],
  ])('do not include %s', async (_what, name) => {
    const forbidden = await rig.send({ target: '/api/health' });
    const answer = await get(name, 'Accept-Encoding: br');
    expect(answer).toMatchObject({ status: 403, body: '' });
    const withoutDate = ({ headers }: RawAnswer) => [...headers].filter(([name]) => name !== 'date');
    expect(withoutDate(answer)).toEqual(withoutDate(forbidden));
  });

  it('do not include files added after the start', async () => {
    const late = ['assets/late-0006.js', 'late.html', 'assets/font-a7b8.woff2.br'];
    for (const name of late) await writeFile(join(rig.rendererDirectory, name), 'late');
    expect((await get('late-0006.js')).status).toBe(403);
    expect((await rig.send({ target: '/late.html' })).status).toBe(403);
    expect((await get('font-a7b8.woff2', 'Accept-Encoding: br')).body).toBe('font');
  });

  it('still serve the page of the start', async () => {
    await writeFile(join(rig.rendererDirectory, 'index.html'), 'another');
    expect((await rig.send()).body).toContain('csp-nonce');
  });
});

describe('a file that fails while it is sent', () => {
  const large = Buffer.alloc(8 * 1024 * 1024, 'x');
  const open = async (): Promise<LoopbackRig> => {
    const rig = await createLoopbackRig({}, (folder) =>
      writeFile(join(folder, 'assets', 'large-0007.js'), large),
    );
    onTestFinished(() => rig.close());
    return rig;
  };

  it('closes its connection when it is deleted, is logged once, and is unknown afterwards', async () => {
    const rig = await open();
    await rm(join(rig.rendererDirectory, 'assets', 'window-a1b2.js'));
    const answers = [];
    for (let request = 0; request < 3; request += 1)
      answers.push((await rig.send({ target: '/assets/window-a1b2.js' })).status);
    expect(answers).toEqual([0, 403, 403]);
    expect(rig.logger.lines().filter(({ message }) => message.includes('built again'))).toHaveLength(1);
    expect((await rig.send()).status).toBe(200);
  });

  it('is closed when its reader disconnects', async () => {
    const rig = await open();
    const piped = vi.spyOn(Readable.prototype, 'pipe');
    await new Promise<void>((resolve) => {
      const socket = connect(rig.port, '127.0.0.1');
      socket.write(`GET /assets/large-0007.js HTTP/1.1\r\nHost: 127.0.0.1:${rig.port}\r\n\r\n`);
      socket.once('data', () => socket.destroy());
      socket.once('close', () => resolve());
    });
    const streams = piped.mock.contexts.filter((stream) => stream instanceof ReadStream);
    expect(streams).toHaveLength(1);
    await vi.waitFor(() => expect(streams[0]?.closed).toBe(true));
    const whole = await exchange(
      rig.port,
      `GET /assets/large-0007.js HTTP/1.1\r\nHost: 127.0.0.1:${rig.port}\r\nConnection: close\r\n\r\n`,
    );
    expect(whole.body.length).toBe(large.length);
  });
});
