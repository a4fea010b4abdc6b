import { describe, expect, it } from 'vitest';
import { browserCommand, launchBrowser } from './open-browser.ts';

const url = 'http://127.0.0.1:4747/#token=x';

describe('browserCommand', () => {
  it.each<[NodeJS.Platform, NodeJS.ProcessEnv, string | null]>([
    ['darwin', {}, 'open'],
    ['win32', {}, 'cmd'],
    ['linux', { DISPLAY: ':0' }, 'xdg-open'],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 'xdg-open'],
    ['linux', { DISPLAY: '' }, null],
    ['linux', {}, null],
    ['freebsd', {}, null],
  ])('on %s with %j: %s', (platform, env, command) => {
    const found = browserCommand(url, platform, env);
    expect(found?.command ?? null).toBe(command);
    expect(found === null || found.args.at(-1) === url).toBe(true);
  });
});

describe('launchBrowser', () => {
  it('resolves with the outcome of the start', async () => {
    expect(await launchBrowser({ command: process.execPath, args: ['--version'] })).toBe(true);
    expect(await launchBrowser({ command: 'cuelight-no-such-browser', args: [url] })).toBe(false);
  });
});
