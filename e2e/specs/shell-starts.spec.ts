import { makeHome, spawnHeadless, stopChild, waitFor } from '../harness/program.ts';
import { aboutShell, expect, patience, shareShell, startOwnShell, test } from '../harness/shell-test.ts';

test.describe('a second start', aboutShell, () => {
  test.setTimeout(180_000);
  const shared = shareShell();

  test('brings the window of the first to the front, and ends with code 0', async () => {
    const shell = shared();
    const windows = () =>
      shell.inMain(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map((each) => (each.isMinimized() ? 'minimised' : 'shown')),
      );
    await expect.poll(windows, patience).toEqual(['shown']);
    await shell.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
    await expect.poll(windows, patience).toEqual(['minimised']);

    await using second = startOwnShell({ home: shell.home, beside: true });
    expect(await second.ended).toBe(0);
    await expect.poll(windows, patience).toEqual(['shown']);
    expect(shell.hasEnded()).toBe(false);
  });

  test('opens a window where the first has lost its own', async () => {
    const shell = shared();
    const windows = () => shell.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
    await shell.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.destroy());
    await expect.poll(windows, patience).toBe(0);

    await using second = startOwnShell({ home: shell.home, beside: true });
    expect(await second.ended).toBe(0);
    await expect.poll(windows, patience).toBe(1);
    const page = await shell.window();
    await expect(page.getByRole('region', { name: 'Rehearsal', exact: true })).toBeVisible(patience);
  });
});

test.describe('a home that another process holds', aboutShell, () => {
  test.setTimeout(180_000);

  test('is named in the terminal and in a box, which neither a signal nor a second start waits for', async () => {
    const home = makeHome();
    const headless = spawnHeadless(home.path, ['--log-level', 'warning']);
    try {
      const origin = await waitFor(
        'The headless host',
        180_000,
        () => /Open it in a browser: (http:\/\/127\.0\.0\.1:\d+)/.exec(headless.output())?.[1],
        headless.output,
        headless.hasEnded,
      );
      const start = () =>
        startOwnShell({ home: home.path, beside: true, env: { CUELIGHT_STAND_IN_BOXES: 'open' } });
      await using first = start();
      const sentence = new RegExp(`Cuelight is already running at ${origin}`);
      await first.untilOutput('The reason of the first', sentence);
      await using second = start();
      await second.untilOutput('The reason of the second', sentence);
      for (const each of [second, first]) {
        each.signal('SIGTERM');
        expect(await each.ended).toBe(1);
      }
      expect(headless.hasEnded()).toBe(false);
    } finally {
      await stopChild(headless);
      home.remove();
    }
  });
});
