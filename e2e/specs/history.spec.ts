import type { Page } from '@playwright/test';
import { makeHome } from '../harness/program.ts';
import { runtimeNamed } from '../harness/runtimes.ts';
import { expect, test } from '../harness/test.ts';

const slow = { timeout: 60_000 };

const openPage = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).first().click(slow);
};

/** Stops a component like a user. */
const stopPart = async (page: Page, part: string): Promise<void> => {
  await openPage(page, 'Health');
  const table = page.getByRole('table', { name: 'Health of all components' });
  await table.getByRole('button', { name: part, exact: true }).click(slow);
  await page.getByRole('button', { name: /^Stop/ }).first().click(slow);
  const confirm = page.getByRole('dialog').getByRole('button', { name: /^Stop/ });
  if (await confirm.isVisible({ timeout: 3_000 }).catch(() => false)) await confirm.click();
  await expect(table.getByRole('row', { name: new RegExp(part) })).toContainText('Off', slow);
  await page.keyboard.press('Escape');
};

test('@host Events and Health show what was before a restart, and the time bar leads there and back', async () => {
  test.setTimeout(240_000);
  const runtime = runtimeNamed(test.info().project.name);
  const home = makeHome();
  try {
    let program = await runtime.start(home.path);
    const { page: first } = program;
    await openPage(first, 'Health');
    const well = first
      .getByRole('table', { name: 'Health of all components' })
      .getByRole('row', { name: /Discord/ });
    await expect(well).toContainText('Healthy', slow);
    await stopPart(first, 'Discord');
    await first.waitForTimeout(1_500);
    const stoppedAt = await first.evaluate(() => Date.now());
    expect(await program.stop()).toBe(0);

    program = await runtime.start(home.path);
    const { page } = program;
    try {
      await test.step('Events holds what the earlier run did', async () => {
        await openPage(page, 'Events');
        await page.getByRole('main').getByPlaceholder('Search all events').fill('Command to stop Discord');
        await expect(
          page
            .getByRole('listbox')
            .getByText(/Command to stop Discord/)
            .first(),
        ).toBeVisible(slow);
      });
      await test.step('the time bar goes into the past by key', async () => {
        await openPage(page, 'Health');
        const bar = page.getByRole('slider', { name: 'Moment shown' });
        await bar.focus(slow);
        await page.keyboard.press('ArrowLeft');
        await expect(page.getByRole('region', { name: 'The past' })).toBeVisible(slow);
        await expect(bar).toBeFocused();
        await page.keyboard.press('End');
        await expect(page.getByRole('region', { name: 'The past' })).toBeHidden(slow);
      });
      await test.step('a moment of the earlier run is shown as it was, on Health and on the Stage', async () => {
        await page.evaluate((at) => (location.hash = `#/health?at=${at}`), stoppedAt);
        const past = page.getByRole('region', { name: 'The past' });
        await expect(past).toBeVisible(slow);
        const table = page.getByRole('table', { name: 'Health of all components' });
        await expect(table.getByRole('row', { name: /Discord/ })).toContainText('Off', slow);
        await past.getByRole('button', { name: 'Show on the Stage' }).click();
        await expect(past).toBeVisible(slow);
        await expect(page.getByRole('main').getByText('Discord').first()).toBeVisible(slow);
        await past.getByRole('button', { name: 'Back to now' }).click();
        await expect(past).toBeHidden(slow);
      });
      await test.step('the stored data and its retention are listed', async () => {
        await openPage(page, 'Health');
        const kept = page.getByRole('table', { name: 'Storage' });
        await expect(kept.getByRole('row', { name: /Events/ })).toContainText('30 days', slow);
      });
      expect(program.takeProblems()).toEqual([]);
    } finally {
      expect(await program.stop()).toBe(0);
    }
  } finally {
    home.remove();
  }
});
