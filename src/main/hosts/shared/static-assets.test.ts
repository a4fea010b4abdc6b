import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAsset, resolveAsset } from './static-assets.ts';

let folder: string;
let root: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuelight-assets-'));
  root = join(folder, 'renderer');
  await mkdir(join(root, 'assets'), { recursive: true });
  await mkdir(join(folder, 'renderer-private'));
  await writeFile(join(root, 'index.html'), '<!doctype html>');
  await writeFile(join(root, 'assets', 'window-a1b2.js'), 'export {};');
  await writeFile(join(root, '.env.json'), '{}');
  await writeFile(join(root, 'secrets.sqlite'), 'no');
  await mkdir(join(root, 'folder.js'));
  await writeFile(join(folder, 'outside.js'), 'secret');
  await writeFile(join(folder, 'renderer-private', 'secret.js'), 'secret');
  await symlink(join(folder, 'outside.js'), join(root, 'assets', 'link.js'));
});

afterAll(() => rm(folder, { recursive: true }));

describe('readAsset', () => {
  it('serves the page for the root path', async () => {
    expect(await readAsset(root, '/')).toMatchObject({
      contentType: 'text/html; charset=utf-8',
      isDocument: true,
      immutable: false,
    });
  });

  it('marks hashed files as immutable', async () => {
    const asset = await readAsset(root, '/assets/window-a1b2.js');
    expect(asset).toMatchObject({
      contentType: 'text/javascript; charset=utf-8',
      isDocument: false,
      immutable: true,
    });
    expect(asset?.body.toString()).toBe('export {};');
  });

  it.each([
    ['a missing file', '/assets/none.js'],
    ['a folder', '/folder.js'],
    ['a link that leads out', '/assets/link.js'],
    ['a kind that is not served', '/secrets.sqlite'],
    ['a hidden file', '/.env.json'],
  ])('serves nothing for %s', async (_what, path) => {
    expect(await readAsset(root, path)).toBeNull();
  });
});

describe('resolveAsset', () => {
  it.each([
    '/../outside.js',
    '/assets/../../outside.js',
    '/..%2foutside.js',
    '/%2e%2e/outside.js',
    '/%2e%2e%2foutside.js',
    '/%252e%252e%252foutside.js',
    '/..%5coutside.js',
    '/..\\outside.js',
    '/assets\\..\\..\\outside.js',
    '/../renderer-private/secret.js',
    '/index.html%00.js',
    '/index.html\0',
    '//etc/passwd.js',
    '/assets//window-a1b2.js',
    '/./index.html',
    '/C:/windows/system.js',
    '/C:%5Cwindows%5Csystem.js',
    '/index.html:stream.js',
    '/%',
    '/%c0%ae%c0%ae/outside.js',
    'index.html',
    '',
    'https://evil.test/index.html',
    `/${'a/'.repeat(40_000)}x.js`,
  ])('refuses %j', (path) => {
    expect(resolveAsset(root, path)).toBeNull();
  });

  it('decodes once', () => {
    expect(resolveAsset(root, '/assets/window%2Da1b2.js')).toBe(join(root, 'assets', 'window-a1b2.js'));
  });
});
