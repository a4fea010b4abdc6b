import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPageHandler } from './page-handler.ts';
import { appOrigin } from './page-origin.ts';

let folder: string;
let nonces = 0;

const handle = (address: string, method = 'GET'): Promise<Response> =>
  createPageHandler({
    root: join(folder, 'renderer'),
    origin: appOrigin,
    newNonce: () => Buffer.from(`nonce-number-${String(++nonces).padStart(4, '0')}`).toString('base64'),
  })(new Request(address, { method }));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuelight-page-'));
  await mkdir(join(folder, 'renderer', 'assets'), { recursive: true });
  await writeFile(
    join(folder, 'renderer', 'index.html'),
    '<meta name="csp-nonce" content="__CSP_NONCE__"><title>Cuelight</title>',
  );
  await writeFile(join(folder, 'renderer', 'assets', 'window-1a2b.js'), 'export {};');
  await writeFile(join(folder, 'secret.js'), 'secret');
});
afterAll(() => rm(folder, { recursive: true }));

describe('the page handler', () => {
  it('serves the page with a policy whose nonce is in the page', async () => {
    const response = await handle('app://cuelight/');
    const policy = response.headers.get('content-security-policy') ?? '';
    const nonce = /'nonce-(?<nonce>[^']+)'/.exec(policy)?.groups?.['nonce'];
    expect(response.status).toBe(200);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(await response.text()).toContain(`content="${nonce}"`);
  });

  it('gives every response its own nonce, and forbids caching it', async () => {
    const [first, second] = await Promise.all([handle('app://cuelight/'), handle('app://cuelight/')]);
    expect(first.headers.get('content-security-policy')).not.toBe(
      second.headers.get('content-security-policy'),
    );
    expect(first.headers.get('cache-control')).toBe('no-store');
  });

  it('serves hashed files as immutable', async () => {
    const response = await handle('app://cuelight/assets/window-1a2b.js');
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('serves a page without scripts for a window that keeps crashing, under the same policy', async () => {
    const response = await handle('app://cuelight/crashed');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const html = await response.text();
    expect(html).toContain('keeps crashing');
    expect(html).not.toContain('<script');
    expect(html).not.toContain('__CSP_NONCE__');
  });

  it.each([
    'app://cuelight/../secret.js',
    'app://cuelight/%2e%2e/secret.js',
    'app://cuelight/..%2fsecret.js',
    'app://cuelight/..%5csecret.js',
    'app://cuelight/%252e%252e%252fsecret.js',
    'app://cuelight/assets/..%2f..%2fsecret.js',
    'app://cuelight/assets/none.js',
    'app://cuelight//secret.js',
    'app://evil/index.html',
    'https://cuelight/index.html',
  ])('serves nothing at %s', async (address) => {
    const response = await handle(address);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('');
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('refuses %s', async (method) => {
    expect((await handle('app://cuelight/', method)).status).toBe(405);
  });
});
