import { aboutShell, expect, patience, startOwnShell, test } from '../harness/shell-test.ts';

test.describe('a switch to live connections', aboutShell, () => {
  test.setTimeout(240_000);

  test('starts the program again as a new process, with one window', async () => {
    await using shell = startOwnShell();
    const page = await shell.window();
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
    expect(live.context().pages()).toHaveLength(1);

    test.skip(process.platform !== 'linux', 'only Linux says which processes are of this program');
    const mains = [...shell.processes()].filter(([, line]) => /--home\b/.test(line) && !/--type=/.test(line));
    expect(mains.map(([, line]) => line.match(/--(?:live|rehearsal)\b/g))).toEqual([['--live']]);
    await shell.detach();
    for (const [pid] of mains) process.kill(pid, 'SIGTERM');
    await expect.poll(() => [...shell.processes().values()], patience).toEqual([]);
  });
});
