import type { Page } from '@playwright/test';
import { aboutShell, expect, patience, shareShell, shellName, test } from '../harness/shell-test.ts';
import type { Shell } from '../harness/shell.ts';

const noticed = /The process of the window ended/g;
const plainPage = (page: Page) => page.getByRole('heading', { name: 'The window keeps crashing' });
/** Words that the page has from the program, so it shows them only while it is connected. */
const programPage = (page: Page) => page.getByRole('region', { name: 'Rehearsal', exact: true });

/** Attaches to the window until it shows one of the two pages, and returns the name of that page. */
const settledPage = async (shell: Shell): Promise<'program' | 'plain'> => {
  let shown: 'program' | 'plain' = 'program';
  await expect(async () => {
    const page = await shell.window();
    await expect(programPage(page).or(plainPage(page))).toBeVisible({ timeout: 5_000 });
    shown = (await plainPage(page).isVisible()) ? 'plain' : 'program';
  }).toPass(patience);
  return shown;
};

/** Ends the window's process, and returns the page that follows. */
const pageAfter = async (shell: Shell, end: () => Promise<unknown>): Promise<'program' | 'plain'> => {
  const crashes = (): number => shell.output().match(noticed)?.length ?? 0;
  const before = crashes();
  await end();
  await expect.poll(crashes, patience).toBe(before + 1);
  return await settledPage(shell);
};

const crash = (shell: Shell): Promise<'program' | 'plain'> =>
  pageAfter(shell, () =>
    shell.inMain(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
    ),
  );

const openAgain = async (shell: Shell): Promise<void> => {
  await (await shell.window()).getByRole('link', { name: 'Open the window again' }).click();
  expect(await settledPage(shell)).toBe('program');
};

/** Process ids of the window; on the stand-in also of Chromium's spare process, which shows nothing. */
const rendererPids = async (shell: Shell): Promise<number[]> => {
  if (shellName() === 'electron')
    return await shell.inMain(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map(({ webContents }) => webContents.getOSProcessId()),
    );
  const browser = (await shell.window()).context().browser();
  const session = await browser?.newBrowserCDPSession();
  const { processInfo = [] } = (await session?.send('SystemInfo.getProcessInfo')) ?? {};
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
};

test.describe('the window', aboutShell, () => {
  test.setTimeout(180_000);
  // A small heap, so that a page runs out of memory before the machine does.
  const shared = shareShell({ args: ['--rehearsal', '--js-flags=--max-old-space-size=400'] });

  test('is reloaded and connected after its process was killed', async () => {
    const shell = shared();
    const pids = await rendererPids(shell);
    expect(pids).not.toEqual([]);
    expect(await pageAfter(shell, async () => pids.forEach((pid) => process.kill(pid, 'SIGKILL')))).toBe(
      'program',
    );
  });

  test('is reloaded and connected after it ran out of memory', async () => {
    const shell = shared();
    const page = await shell.window();
    const fill = (): void => {
      const kept: number[][] = [];
      for (;;) kept.push(Array.from({ length: 1_000_000 }, () => kept.length + 0.5));
    };
    expect(await pageAfter(shell, async () => void page.evaluate(fill).catch(() => undefined))).toBe(
      'program',
    );
  });

  test('shows a plain page with a way back at the third crash within a minute', async () => {
    const shell = shared();
    // The crashes of earlier specs count for a minute, and no longer after the plain page.
    while ((await crash(shell)) !== 'plain');
    await openAgain(shell);

    expect(await crash(shell)).toBe('program');
    expect(await crash(shell)).toBe('program');
    expect(await crash(shell)).toBe('plain');
    await openAgain(shell);
  });

  test('is reloaded and connected after it hung', async () => {
    const shell = shared();
    await shell.detach();
    const before = shell.output().length;
    const hang = async (): Promise<void> => {
      await shell.inMain(({ BrowserWindow }) => {
        // Not awaited: it never returns.
        BrowserWindow.getAllWindows()[0]
          ?.webContents.executeJavaScript('for (;;);')
          .catch(() => undefined);
      });
      // A hang is noticed by input that is not answered, and the first input may still come before it.
      await expect(async () => {
        await shell.inMain(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows()[0]?.webContents.sendInputEvent({ type: 'keyDown', keyCode: 'A' }),
        );
        expect(shell.output().slice(before)).toContain('The window does not respond');
      }).toPass(patience);
    };
    expect(await pageAfter(shell, hang)).toBe('program');
    expect(shell.output()).toContain('The window still does not respond');
  });

  for (const [process_, type, name] of [
    ['the GPU', 'GPU', undefined],
    ['the network', 'Utility', 'Network Service'],
  ] as const)
    test(`still shows and loads its page after the process of ${process_} ended`, async () => {
      test.skip(shellName() === 'stand-in', 'the window of the stand-in is in a Chromium of its own');
      const shell = shared();
      const pidOf = () =>
        shell.inMain(
          ({ app }, wanted) =>
            app.getAppMetrics().find((each) => each.type === wanted.type && each.name === wanted.name)?.pid,
          { type, ...(name !== undefined && { name }) },
        );
      const pid = await pidOf();
      test.skip(pid === undefined, `this machine runs no process of ${process_}`);
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
      await expect.poll(pidOf, patience).not.toBe(pid);
      const page = await shell.window();
      expect(await page.evaluate(async () => (await fetch('/')).status)).toBe(200);
      await page.reload();
      expect(await settledPage(shell)).toBe('program');
    });
});
