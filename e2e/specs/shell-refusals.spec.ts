import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { readIfThere } from '../harness/program.ts';
import { aboutShell, expect, patience, shareShell, startOwnShell, test } from '../harness/shell-test.ts';
import type { Shell } from '../harness/shell.ts';

/** Counts the lines that the program has said, so that a spec sees its own. */
const saidTimes = (shell: Shell, sentence: string): number => shell.output().split(sentence).length - 1;

/** Runs an attempt of the page, and expects one more of these lines. */
const expectRefused = async (shell: Shell, sentence: string, attempt: () => Promise<unknown>) => {
  const before = saidTimes(shell, sentence);
  await attempt();
  await expect.poll(() => saidTimes(shell, sentence), patience).toBe(before + 1);
};

/** Clicks on a link of the page's own making, as a script in a message would. */
const clickLink = (page: Page, href: string, download: string | null): Promise<void> =>
  page.evaluate(
    ([address, name]) => {
      const link = document.createElement('a');
      link.href = address ?? '';
      if (name !== null) link.download = name ?? '';
      document.body.append(link);
      link.click();
      link.remove();
    },
    [href, download] as const,
  );

const expectOwnPage = async (shell: Shell, page: Page, address: string): Promise<void> => {
  expect(page.url()).toBe(address);
  // Not by a locator: it waits for the refused navigation, which Electron never reports as ended.
  const hasRail = (): Promise<boolean> =>
    page.evaluate(() => document.querySelector('nav[aria-label="Pages"]') !== null);
  await expect.poll(hasRail, patience).toBe(true);
  expect(await shell.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
};

test.describe('the page of the window', aboutShell, () => {
  test.setTimeout(180_000);
  const shared = shareShell();
  let page: Page;
  let address: string;
  test.beforeEach(async () => {
    page = await shared().window();
    await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible(patience);
    // Until the check after the start has ended, its trials keep refusals out of the log.
    await page.evaluate(() => void (location.hash = '#/settings?section=security'));
    await expect(page.getByRole('list', { name: 'Security checklist' })).toBeVisible(patience);
    address = page.url();
    shared().takeViolations();
  });

  test('gets no permission but to copy text', async () => {
    const states = await page.evaluate(async () => {
      const ask = async (name: string): Promise<[string, string]> => {
        const status = await navigator.permissions.query({ name: name as PermissionName });
        return [name, status.state];
      };
      const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read'];
      return Object.fromEntries(await Promise.all([...names, 'clipboard-write'].map(ask)));
    });
    expect(states).toEqual({
      geolocation: 'denied',
      notifications: 'denied',
      camera: 'denied',
      microphone: 'denied',
      midi: 'denied',
      'clipboard-read': 'denied',
      'clipboard-write': 'granted',
    });
    const place = await page.evaluate(
      () =>
        new Promise<string>((tell) =>
          navigator.geolocation.getCurrentPosition(
            () => tell('a place'),
            ({ code, PERMISSION_DENIED }) => tell(code === PERMISSION_DENIED ? 'denied' : 'unavailable'),
          ),
        ),
    );
    expect(place).toBe('denied');
    expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied');
  });

  test('stays where it is', async () => {
    const shell = shared();
    const refusal = 'A navigation of the page was refused';
    await expectRefused(shell, refusal, () =>
      page.evaluate(() => void (location.href = 'https://evil.test/?by-script')),
    );
    await expectRefused(shell, refusal, () => clickLink(page, 'https://evil.test/?by-link', null));
    // An address that begins like the page's own.
    await expectRefused(shell, refusal, () =>
      page.evaluate(() => location.assign(location.origin.replace('://', '://evil.'))),
    );
    await expectOwnPage(shell, page, address);
    expect(shell.takeViolations()).toEqual([]);
  });

  test('opens no window', async () => {
    const shell = shared();
    await expectRefused(shell, 'A navigation of the page was refused', () =>
      page.evaluate(() => void window.open('https://evil.test/')),
    );
    await expectOwnPage(shell, page, address);
    const addresses = page
      .context()
      .pages()
      .map((each) => each.url());
    expect(addresses.filter((each) => each.includes('evil'))).toEqual([]);
  });

  test('saves its own export, and no other download', async () => {
    const shell = shared();
    const file = join(shell.home, 'export.json');
    await shell.inMain(
      ({ session }, path) =>
        void session.defaultSession.once('will-download', (_event, item) => item.setSavePath(path)),
      file,
    );
    await page.evaluate(() => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob(['{"exported":true}'], { type: 'application/json' }));
      link.download = 'export.json';
      link.click();
    });
    await expect.poll(() => readIfThere(file), patience).toBe('{"exported":true}');

    const refusal = 'A download of the page was refused';
    for (const foreign of ['data:application/octet-stream,foreign', new URL('/favicon.svg', address).href])
      await expectRefused(shell, refusal, () => clickLink(page, foreign, 'foreign.bin'));
    await expectOwnPage(shell, page, address);
  });

  test('does not open a file that is dropped on it', async () => {
    const shell = shared();
    const dropped = join(shell.home, 'dropped.html');
    writeFileSync(dropped, '<title>dropped</title>');
    const session = await page.context().newCDPSession(page);
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await session.send('Input.dispatchDragEvent', {
        type,
        x: 400,
        y: 300,
        data: { items: [], files: [dropped], dragOperationsMask: 1 },
      });
    await expectOwnPage(shell, page, address);
    expect(await page.title()).not.toBe('dropped');
  });

  test('has developer tools in a program that is not installed', async () => {
    const shell = shared();
    const areOpen = () =>
      shell.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.isDevToolsOpened());
    await shell.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.openDevTools());
    await expect.poll(areOpen, patience).toBe(true);
    await shell.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.closeDevTools());
    await expect.poll(areOpen, patience).toBe(false);
  });
});

test.describe('an installed program', aboutShell, () => {
  test.setTimeout(180_000);

  test('has no developer tools', async () => {
    await using shell = startOwnShell({ env: { ELECTRON_FORCE_IS_PACKAGED: '1' } });
    await expect((await shell.window()).getByRole('navigation', { name: 'Pages' })).toBeVisible(patience);
    expect(await shell.inMain(({ app }) => app.isPackaged)).toBe(true);
    await shell.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.openDevTools());
    // Keys that open them elsewhere, and time for them to come.
    await (await shell.window()).keyboard.press('Control+Shift+I');
    await (await shell.window()).evaluate(() => new Promise((next) => requestAnimationFrame(next)));
    expect(
      await shell.inMain(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.isDevToolsOpened(),
      ),
    ).toBe(false);
    expect(await shell.stop()).toBe(0);
  });
});
