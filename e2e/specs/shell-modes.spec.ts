import { aboutShell, expect, patience, startOwnShell, test } from '../harness/shell-test.ts';

test.describe('a switch to live connections', aboutShell, () => {
  test.setTimeout(240_000);

  test('starts the program again as a new process, with one window', async () => {
    await using shell = startOwnShell();
    const page = await shell.window();
    const before = await shell.inMain(() => process.pid);
    await page.getByRole('button', { name: 'Switch to live connections…' }).click(patience);
    await page
      .getByRole('dialog', { name: 'Switch to live connections' })
      .getByRole('button', { name: 'Switch to live connections', exact: true })
      .click(patience);
    expect(await shell.ended).toBe(0);

    await shell.untilStartedAgain();
    const live = await shell.window();
    await expect(live.getByRole('navigation', { name: 'Pages' })).toBeVisible(patience);
    await expect(live.getByRole('group', { name: /^OBS/ }).first()).toBeVisible(patience);
    await expect(live.getByRole('region', { name: 'Rehearsal', exact: true })).toBeHidden();
    const now = await shell.inMain(({ BrowserWindow }) => ({
      pid: process.pid,
      windows: BrowserWindow.getAllWindows().length,
      modes: process.argv.filter((argument) => /^--(?:live|rehearsal)$/.test(argument)),
    }));
    expect(now).toEqual({ pid: expect.any(Number), windows: 1, modes: ['--live'] });
    expect(now.pid).not.toBe(before);
    await shell.inMain(({ app }) => app.quit()).catch(() => undefined);
    await expect.poll(() => shell.processes(), patience).toEqual([]);
  });
});
