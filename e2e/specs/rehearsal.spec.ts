import type { Page } from '@playwright/test';
import { expect, test } from '../harness/test.ts';

const ledger = (page: Page) => page.getByRole('list', { name: /Record and outage ledger/ });
const brokenNow = (page: Page) => page.getByRole('region', { name: 'Broken now' });

test.beforeEach(async ({ openPage, page }) => {
  await openPage('Rehearsal');
  await expect(page.getByRole('region', { name: 'Scenario' })).toBeVisible({ timeout: 30_000 });
});

test('a link is cut from the page, noticed, and found in the ledger when it is back', async ({
  page,
  openPage,
}) => {
  await openPage('Stage');
  await expect(page.getByRole('group', { name: /^Discord, healthy/ })).toBeVisible({
    timeout: 30_000,
  });
  await openPage('Rehearsal');
  await page.getByRole('radiogroup', { name: 'Which server' }).getByText('Discord', { exact: true }).click();
  await page.getByRole('button', { name: 'Break Discord: Reset connections' }).click();
  await expect(ledger(page).getByRole('listitem').first()).toContainText(
    /Discord: Reset connections.*in the ledger.*by hand.*Noticed after .* back after/,
    { timeout: 20_000 },
  );
});

test('what lasts stands as broken, with its options, until it is mended', async ({ page }) => {
  await page.getByRole('radiogroup', { name: 'Which server' }).getByText('OBS', { exact: true }).click();
  await page.getByRole('button', { name: 'Break OBS: Close OBS' }).click();
  await expect(brokenNow(page)).toContainText('OBS: Close OBS');
  await expect(ledger(page).getByRole('listitem').first()).toContainText('in the ledger', {
    timeout: 15_000,
  });
  await brokenNow(page).getByRole('button', { name: 'Mend OBS: Close OBS' }).click();
  await expect(brokenNow(page)).toContainText('Nothing is broken');
  await expect(ledger(page).getByRole('listitem').first()).toContainText(/back after/, { timeout: 20_000 });
});

test('a fault mends itself after the time that was set', async ({ page }) => {
  await page
    .getByRole('radiogroup', { name: 'Which server' })
    .getByText(/^Twitch chat/)
    .click();
  await page.getByRole('textbox', { name: /mended by itself after/ }).fill('2');
  await page.getByRole('button', { name: 'Break Twitch chat: Duplicate events' }).click();
  await expect(brokenNow(page)).toContainText('Twitch chat: Duplicate events');
  await expect(brokenNow(page)).toContainText('Nothing is broken', { timeout: 10_000 });
  await page.getByRole('textbox', { name: /mended by itself after/ }).fill('');
});

test('the scenario is paused, stepped and resumed', async ({ page }) => {
  const panel = page.getByRole('region', { name: 'Scenario' });
  await panel.getByRole('button', { name: 'Pause' }).click();
  await expect(panel).toContainText('paused');
  await panel.getByRole('button', { name: 'Step' }).click();
  await panel.getByRole('button', { name: 'Resume' }).click();
  await expect(panel).toContainText('playing');
});

test('the palette breaks something by name', async ({ page }) => {
  await page.keyboard.press('Control+k');
  await page
    .getByRole('textbox', { name: 'Find a page, a part or an action' })
    .fill('Start drill: Twitch chat: Ask to reconnect');
  await page.keyboard.press('Enter');
  await expect(ledger(page).getByRole('listitem').first()).toContainText('Twitch chat: Ask to reconnect', {
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
  await expect(scenario.getByRole('combobox', { name: 'What plays' })).toHaveValue(name);

  await scenario.getByRole('combobox', { name: 'What plays' }).click();
  await page.getByRole('option', { name: 'A lively show' }).click();
  await expect(page.getByRole('region', { name: 'Rehearsal', exact: true })).toContainText('A lively show');
  await recordings.getByRole('button', { name: `Delete ${name}` }).click();
  await recordings.getByRole('button', { name: 'Delete for good' }).click();
  await expect(recordings).not.toContainText(name);
});
