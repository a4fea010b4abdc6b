import { describe, expect, it } from 'vitest';
import { readDevelopmentPage } from './development-page.ts';
import { appOrigin } from './page-origin.ts';

describe('the page’s own origin', () => {
  it.each([
    'app://cuelight/',
    'app://cuelight/#/events?level=error',
    'app://cuelight/dock.html',
    'app://cuelight',
  ])('includes %s', (address) => {
    expect(appOrigin.isOwn(address)).toBe(true);
  });

  it.each([
    'app://cuelight.evil.test/',
    'app://evil/cuelight/',
    'app://cuelight:1/',
    'app://user@cuelight/',
    'app://user:password@cuelight/',
    'https://cuelight/',
    'https://evil.test/?app://cuelight/',
    'about:blank',
    'about:srcdoc',
    'data:text/html,<h1>app://cuelight/</h1>',
    'blob:app://cuelight/0b1c',
    'file:///app/cuelight/',
    'javascript:alert(1)',
    'app:cuelight',
    'apps://cuelight/',
    '',
    'null',
    '//cuelight/',
  ])('does not include %j', (address) => {
    expect(appOrigin.isOwn(address)).toBe(false);
  });
});

describe('the development page', () => {
  it('is a loopback address of the development server', () => {
    const page = readDevelopmentPage('http://127.0.0.1:5173');
    expect(page?.url).toBe('http://127.0.0.1:5173/');
    expect(page?.isOwn('http://127.0.0.1:5173/#/chat')).toBe(true);
    expect(page?.isOwn('http://127.0.0.1:5174/')).toBe(false);
  });

  it.each([
    undefined,
    '',
    'http://localhost:5173',
    'http://evil.test:5173',
    'http://127.0.0.1.evil.test:5173',
    'https://127.0.0.1:5173',
    'http://127.0.0.1:5173/path',
    'http://127.0.0.1:99999',
  ])('is not read from %j', (address) => {
    expect(readDevelopmentPage(address)).toBeNull();
  });
});
