import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readIfThere } from '../harness/program.ts';
import { aboutShell, expect, patience, startOwnShell, test } from '../harness/shell-test.ts';

test.describe('the program', aboutShell, () => {
  test.setTimeout(180_000);

  test('stops in order by a signal that comes while it starts', async () => {
    await using shell = startOwnShell();
    const log = join(shell.home, 'logs', 'cuelight.log');
    await expect.poll(() => readIfThere(log), patience).not.toBeNull();
    shell.signal('SIGTERM');
    expect(await shell.ended).toBe(0);
  });

  test('stops in order by a signal, and by more of them while it stops', async () => {
    await using shell = startOwnShell();
    await expect((await shell.window()).getByRole('navigation', { name: 'Pages' })).toBeVisible(patience);
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGTERM'] as const) shell.signal(signal);
    expect(await shell.ended).toBe(0);
    // An orderly stop closes the journal, which removes this file.
    expect(existsSync(join(shell.home, 'journal.db-wal'))).toBe(false);
  });

  test('goes on without its terminal, and quits with code 0', async () => {
    await using shell = startOwnShell();
    await expect((await shell.window()).getByRole('navigation', { name: 'Pages' })).toBeVisible(patience);
    shell.closeOutput();
    // Each of them is a line on the closed output.
    await shell.inMain(() => {
      process.stdout.write('nobody reads this\n');
      process.stderr.write('nobody reads this\n');
    });
    await shell.inMain(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
    );
    await expect(async () => {
      const region = (await shell.window()).getByRole('region', { name: 'Rehearsal', exact: true });
      await expect(region).toBeVisible({ timeout: 5_000 });
    }).toPass(patience);
    expect(shell.hasEnded()).toBe(false);
    expect(await shell.stop()).toBe(0);
  });
});
