import { expect, test } from '../harness/test.ts';

test('@host a bridge stops and starts from its inspector, and the Stage shows what was observed', async ({
  page,
  openPage,
}) => {
  await openPage('Stage');
  const card = page.getByRole('group', { name: /^Discord, / });
  await expect(card).toHaveAccessibleName(/^Discord, healthy/, { timeout: 30_000 });
  await card.click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector).toContainText('Discord');

  await inspector.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(inspector.getByText(/^Stopped/)).toBeVisible({ timeout: 20_000 });
  await expect(card).toHaveAccessibleName(/^Discord, off/);

  await inspector.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(inspector.getByText(/^Started/)).toBeVisible({ timeout: 20_000 });
  await expect(card).toHaveAccessibleName(/^Discord, healthy/, { timeout: 20_000 });
});

test('a bridge restarts from the palette', async ({ page, openPage }) => {
  await openPage('Stage');
  await page.keyboard.press('Control+k');
  await page.getByRole('textbox', { name: 'Search or run a command' }).fill('Restart OBS');
  await page.keyboard.press('Enter');
  // The show's state comes from OBS, so the plan asks first.
  const plan = page.getByRole('dialog', { name: 'Restart OBS' });
  await expect(plan).toContainText('Show will lose its connection until the restart is done.');
  await plan.getByRole('button', { name: 'Restart OBS' }).click();
  await expect(page.getByText(/^Restart OBS: /)).toBeAttached({ timeout: 20_000 });
  await expect(page.getByRole('group', { name: /^OBS, healthy/ })).toBeVisible({ timeout: 20_000 });
});
