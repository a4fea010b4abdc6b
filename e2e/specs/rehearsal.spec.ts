import type { Page } from '@playwright/test';
import { expect, test } from '../harness/test.ts';

const results = (page: Page) => page.getByRole('list', { name: /^Drill results/ });
const activeFaults = (page: Page) => page.getByRole('region', { name: 'Active faults' });

test.beforeEach(async ({ openPage, page }) => {
  await openPage('Rehearsal');
  await expect(page.getByRole('region', { name: 'Scenario' })).toBeVisible({ timeout: 30_000 });
});

test('a drill that cuts a connection is detected and recovers', async ({ page, openPage }) => {
  await openPage('Stage');
  await expect(page.getByRole('group', { name: /^Discord, healthy/ })).toBeVisible({
    timeout: 30_000,
  });
  await openPage('Rehearsal');
  await page.getByRole('radiogroup', { name: 'Server' }).getByText('Discord', { exact: true }).click();
  await page.getByRole('button', { name: 'Start drill Discord: Reset connections' }).click();
  await expect(results(page).getByRole('listitem').first()).toContainText(
    /Discord: Reset connections.*Detected.*by hand.*Detected after .* recovered after/,
    { timeout: 20_000 },
  );
});

test('a lasting fault is listed as active until it is fixed', async ({ page }) => {
  await page.getByRole('radiogroup', { name: 'Server' }).getByText('OBS', { exact: true }).click();
  await page.getByRole('button', { name: 'Start drill OBS: Close OBS' }).click();
  await expect(activeFaults(page)).toContainText('OBS: Close OBS');
  await expect(results(page).getByRole('listitem').first()).toContainText('Detected', {
    timeout: 15_000,
  });
  await activeFaults(page).getByRole('button', { name: 'Fix OBS: Close OBS' }).click();
  await expect(activeFaults(page)).toContainText('No active faults');
  await expect(results(page).getByRole('listitem').first()).toContainText(/recovered after/, {
    timeout: 20_000,
  });
});

test('a fault is fixed automatically after the time that was set', async ({ page }) => {
  await page
    .getByRole('radiogroup', { name: 'Server' })
    .getByText(/^Twitch chat/)
    .click();
  await page.getByRole('textbox', { name: /Auto-fix after/ }).fill('2');
  await page.getByRole('button', { name: 'Start drill Twitch chat: Duplicate events' }).click();
  await expect(activeFaults(page)).toContainText('Twitch chat: Duplicate events');
  await expect(activeFaults(page)).toContainText('No active faults', { timeout: 10_000 });
  await page.getByRole('textbox', { name: /Auto-fix after/ }).fill('');
});

test('the scenario is paused, stepped and resumed', async ({ page }) => {
  const panel = page.getByRole('region', { name: 'Scenario' });
  await panel.getByRole('button', { name: 'Pause' }).click();
  await expect(panel).toContainText('paused');
  await panel.getByRole('button', { name: 'Step' }).click();
  await panel.getByRole('button', { name: 'Resume' }).click();
  await expect(panel).toContainText('playing');
});

test('the palette starts a drill by name', async ({ page }) => {
  await page.keyboard.press('Control+k');
  await page
    .getByRole('textbox', { name: 'Search or run a command' })
    .fill('Start drill: Twitch chat: Ask to reconnect');
  await page.keyboard.press('Enter');
  await expect(results(page).getByRole('listitem').first()).toContainText('Twitch chat: Ask to reconnect', {
    timeout: 10_000,
  });
});

test('a session is recorded, chosen among the scenarios, and played again', async ({ page }) => {
  test.setTimeout(90_000);
  const name = `Evening ${Date.now()}`;
  const recordings = page.getByRole('region', { name: 'Recordings' });
  const scenario = page.getByRole('region', { name: 'Scenario' });
  await recordings.getByRole('textbox', { name: 'Name' }).fill(name);
  await recordings.getByRole('button', { name: 'Record' }).click();
  await expect(recordings).toContainText(/[1-9]\d* moments?/, { timeout: 20_000 });
  await recordings.getByRole('button', { name: 'Stop' }).click();
  await recordings.getByRole('button', { name: `Play ${name}` }).click();
  await expect(page.getByRole('region', { name: 'Rehearsal', exact: true })).toContainText(name);
  await expect(scenario.getByRole('combobox', { name: 'Now playing' })).toHaveValue(name);

  await scenario.getByRole('combobox', { name: 'Now playing' }).click();
  await page.getByRole('option', { name: 'A lively show' }).click();
  await expect(page.getByRole('region', { name: 'Rehearsal', exact: true })).toContainText('A lively show');
  await recordings.getByRole('button', { name: `Delete ${name}` }).click();
  await recordings.getByRole('button', { name: 'Delete permanently' }).click();
  await expect(recordings).not.toContainText(name);
});
