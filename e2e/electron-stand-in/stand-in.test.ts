import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readIfThere, spawnNode, stopChild, waitFor, type SpokenChild } from '../harness/program.ts';
import { executablePath } from './chromium.ts';
import { VIOLATION_PREFIX } from './strictness.ts';

/** Asks for its port like the real page, and shows what it can see. */
const pageScript = `
addEventListener('message', (event) => {
  if (event.source !== window || event.data.type !== 'cuelight:port') return;
  window.port = event.ports[0];
  document.querySelector('#state').textContent = 'connected';
});
postMessage({ type: 'cuelight:port-request' }, location.origin);
`;
const page =
  '<!doctype html><title>t</title><p id="state">waiting</p><script type="module" src="/assets/page.js"></script>';
const preload = `
const { ipcRenderer } = require('electron');
window.addEventListener('message', (event) => {
  if (event.source === window && event.data?.type === 'cuelight:port-request') ipcRenderer.send('cuelight:port-request');
});
ipcRenderer.on('cuelight:port', (event) => {
  window.postMessage({ type: 'cuelight:port' }, location.origin, [event.ports[0]]);
});
`;

const start = async (folder: string, preloadText = preload): Promise<SpokenChild> => {
  mkdirSync(join(folder, 'renderer/assets'), { recursive: true });
  writeFileSync(join(folder, 'renderer/index.html'), page);
  writeFileSync(join(folder, 'renderer/assets/page.js'), pageScript);
  writeFileSync(join(folder, 'preload.cjs'), preloadText);
  rmSync(join(folder, 'address'), { force: true });
  return spawnNode(['e2e/electron-stand-in/run.ts', 'e2e/electron-stand-in/testing/small-program.ts'], {
    CUELIGHT_TEST_FOLDER: folder,
    CUELIGHT_STAND_IN_ADDRESS_FILE: join(folder, 'address'),
  });
};

const attach = async (
  folder: string,
  program: SpokenChild,
): Promise<{ browser: Browser; window: () => Page }> => {
  const address = await waitFor(
    'The address',
    20_000,
    () => readIfThere(join(folder, 'address')) || null,
    program.output,
  );
  const browser = await chromium.connectOverCDP(address);
  const find = (): Page | undefined =>
    browser
      .contexts()[0]
      ?.pages()
      .find((each) => each.url().startsWith('https://cuelight.app.stand-in.test/'));
  await waitFor('The window', 20_000, find, program.output);
  return {
    browser,
    window: () => {
      const found = find();
      if (!found) throw new Error('The window is gone');
      return found;
    },
  };
};

const violationsOf = (program: SpokenChild): string[] =>
  program
    .output()
    .split('\n')
    .filter((line) => line.startsWith(VIOLATION_PREFIX));

describe.skipIf(!existsSync(executablePath))('the Electron host in the stand-in', () => {
  let folder: string;
  let program: SpokenChild;
  let browser: Browser;
  let window: () => Page;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cuelight-stand-in-'));
    program = await start(folder);
    ({ browser, window } = await attach(folder, program));
    await window().getByText('connected').waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await stopChild(program);
    rmSync(folder, { recursive: true, force: true });
  });

  it('gives the page a port and nothing of the preload’s world', async () => {
    const seen = await window().evaluate(() =>
      ['require', 'ipcRenderer', '__standInSend', 'process', 'module'].map(
        (name) => typeof Reflect.get(globalThis, name),
      ),
    );
    expect(seen).toEqual(['undefined', 'undefined', 'undefined', 'undefined', 'undefined']);
  });

  it('serves every document with a content policy', async () => {
    const policy = await window().evaluate(async () =>
      (await fetch('/')).headers.get('content-security-policy'),
    );
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
  });

  it('serves nothing outside its folder', async () => {
    const statuses = await window().evaluate(() =>
      Promise.all(
        ['/..%2fpreload.cjs', '/%2e%2e/preload.cjs', '/none.js'].map(
          async (path) => (await fetch(path)).status,
        ),
      ),
    );
    expect(statuses).toEqual([404, 404, 404]);
  });

  it('keeps the page where it is', async () => {
    await window().evaluate(() => {
      location.href = 'https://evil.test/';
    });
    await expect.poll(() => window().textContent('#state')).toBe('connected');
    expect(window().url()).toBe('https://cuelight.app.stand-in.test/');
    expect(violationsOf(program)).toEqual([]);
  });

  it('opens no window', async () => {
    await window().evaluate(() => void open('https://evil.test/'));
    await expect.poll(() => browser.contexts()[0]?.pages().length).toBe(1);
  });

  it('records what the content policy blocks', async () => {
    const before = violationsOf(program).length;
    await window()
      .evaluate(() => {
        const script = document.createElement('script');
        script.textContent = 'window.broken = true';
        document.body.append(script);
      })
      .catch(() => undefined);
    await expect.poll(() => violationsOf(program).length).toBeGreaterThan(before);
    expect(await window().evaluate(() => Reflect.get(globalThis, 'broken'))).toBeUndefined();
  });

  it('comes back after its page crashed', async () => {
    const crashed = window();
    await crashed.goto('chrome://crash', { timeout: 2_000 }).catch(() => undefined);
    await expect
      .poll(
        () =>
          window()
            .textContent('#state')
            .catch(() => null),
        { timeout: 10_000 },
      )
      .toBe('connected');
    expect(program.hasEnded()).toBe(false);
  });

  it('hands a second start over to the first', async () => {
    const second = await start(folder);
    expect(await second.ended).toBe(0);
    expect(second.output()).not.toContain('started');
    expect(program.hasEnded()).toBe(false);
  });

  it('stops everything in order when told to', async () => {
    await browser.close();
    expect(await stopChild(program)).toBe(0);
    expect(
      program
        .output()
        .trimEnd()
        .split('\n')
        .filter((line) => /^(?:started|stopped)$/.test(line)),
    ).toEqual(['started', 'stopped']);
  });
});

describe.skipIf(!existsSync(executablePath))('a sandboxed preload', () => {
  it.each([
    ['node:fs', `require('node:fs');`],
    ['a file of its own', `require('./other.cjs');`],
    ['the main half of Electron', `require('electron').app.getVersion();`],
    ['a method that is not offered', `require('electron').ipcRenderer.invoke('x');`],
    ['sending a function', `require('electron').ipcRenderer.send('x', () => undefined);`],
  ])('cannot use %s', async (_what, text) => {
    const folder = mkdtempSync(join(tmpdir(), 'cuelight-stand-in-'));
    const program = await start(folder, text);
    try {
      const violation = await waitFor(
        'The violation',
        15_000,
        () => violationsOf(program)[0],
        program.output,
      );
      expect(violation).toContain('Unable to load preload script');
    } finally {
      await stopChild(program);
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
