import { runtimeNamed } from '../harness/runtimes.ts';
import { expect, test } from '../harness/test.ts';

/** The mode affects the whole program, so this spec has a program of its own. */
test('@host goes live and back to rehearsal from the window, which stays', async () => {
  const runtime = runtimeNamed(test.info().project.name);
  test.skip(
    runtime.name !== 'headless',
    'an Electron program is started again as a new process, which this spec cannot follow',
  );
  test.setTimeout(120_000);
  const program = await runtime.start();
  const { page } = program;
  try {
    await page.getByRole('button', { name: 'Switch to live connections…' }).click({ timeout: 20_000 });
    const dialog = page.getByRole('dialog', { name: 'Switch to live connections' });
    await expect(dialog.getByText('Not set up').first()).toBeVisible();
    await dialog.getByRole('button', { name: 'Switch to live connections', exact: true }).click();

    await expect(page.getByRole('region', { name: 'Rehearsal', exact: true })).toBeHidden({
      timeout: 30_000,
    });
    await expect(page.getByRole('group', { name: /^OBS/ }).first()).toBeVisible({ timeout: 30_000 });

    await page.keyboard.press('Control+k');
    await page.getByRole('textbox', { name: 'Search or run a command' }).fill('Switch to rehearsal');
    await page.keyboard.press('Enter');
    await page
      .getByRole('dialog', { name: 'Switch to rehearsal' })
      .getByRole('button', { name: 'Switch to rehearsal', exact: true })
      .click();
    await expect(page.getByRole('region', { name: 'Rehearsal', exact: true })).toBeVisible({
      timeout: 30_000,
    });
    await expect(page.getByRole('group', { name: /^OBS, healthy/ })).toBeVisible({ timeout: 30_000 });
  } finally {
    expect(await program.stop(), 'the program ends with code 0 when asked to stop').toBe(0);
  }
});
