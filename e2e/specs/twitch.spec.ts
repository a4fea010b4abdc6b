import type { Page } from '@playwright/test';
import { expect, test } from '../harness/test.ts';

/** The simulated Twitch approves a code automatically, and Cuelight polls it every five seconds. */
const SIGN_IN_LIMIT_MS = 20_000;

const openTwitchSettings = async (page: Page): Promise<void> => {
  await page
    .getByRole('navigation', { name: 'Settings sections' })
    .getByRole('button', { name: 'Twitch', exact: true })
    .click();
  await expect(page.getByRole('heading', { name: 'Twitch', exact: true })).toBeVisible();
};
const signIn = (page: Page) => page.getByRole('region', { name: 'Sign-in' });

test('signs out of Twitch and in again by a code', async ({ page, openPage }) => {
  await openPage('Settings');
  await openTwitchSettings(page);
  await expect(signIn(page).getByText('Signed in as lantern_cove_rehearsal', { exact: true })).toBeVisible();
  await signIn(page).getByRole('button', { name: 'Sign out' }).click();
  await expect(signIn(page).getByText('Not signed in', { exact: true })).toBeVisible();
  await expect(signIn(page).getByText(/Chat messages are sent as cuelight_helper/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sign in to Twitch' }).first()).toBeVisible();

  await signIn(page).getByRole('button', { name: 'Sign in to Twitch' }).press('Enter');
  const code = signIn(page).getByRole('group', { name: 'Code for Twitch' });
  await expect(code).toBeFocused();
  await expect(code.getByText(/^[A-Z0-9]{4} [A-Z0-9]{4}$/)).toBeVisible();
  await expect(code.getByText(/min left/)).toBeVisible();
  await expect(code.getByRole('link', { name: 'Open Twitch' })).toHaveAttribute('href', /activate/);
  await expect(signIn(page).getByText('Signed in as lantern_cove_rehearsal', { exact: true })).toBeVisible({
    timeout: SIGN_IN_LIMIT_MS,
  });
  await expect(code).toBeHidden();
});

test('changes the title and settles a redemption beside the Twitch API', async ({ page, openPage }) => {
  await openPage('Stage');
  const card = page.getByRole('group', { name: /^Twitch API, / });
  await expect(card).toHaveAccessibleName(/^Twitch API, healthy/, { timeout: 30_000 });
  await card.click();
  const channel = page.getByRole('region', { name: 'Channel' });
  const title = channel.getByRole('textbox', { name: 'Title' });
  await expect(title).toBeVisible({ timeout: SIGN_IN_LIMIT_MS });
  const before = await title.inputValue();
  for (const words of ['Two lanterns and a kettle', before]) {
    await title.fill(words);
    await channel.getByRole('button', { name: 'Update on Twitch' }).click();
    await expect(page.getByText(`Twitch shows “${words}” in Just Chatting.`)).toBeVisible();
    await expect(channel.getByRole('button', { name: 'Discard' })).toBeHidden();
  }
  await channel.getByRole('button', { name: 'Set a marker' }).click();
  await expect(page.getByText(/Marker added at/)).toBeVisible();

  const waiting = page.getByRole('list', { name: 'Pending redemptions' });
  const fulfil = waiting.getByRole('button', { name: /^Fulfil / }).last();
  await expect(fulfil).toBeVisible({ timeout: 30_000 });
  await fulfil.click();
  await expect(page.getByText('Redemption fulfilled.')).toBeVisible();
});

test('tells what happens at Twitch, and answers and deletes a message', async ({ page, openPage }) => {
  await openPage('Events');
  await page.getByRole('searchbox').or(page.getByPlaceholder('Search all events')).first().fill('redeemed');
  await expect(page.getByText(/redeemed ".+" for [\d,]+ points\./).first()).toBeVisible();
  await page.getByRole('searchbox').or(page.getByPlaceholder('Search all events')).first().fill('');

  await openPage('Chat');
  const actions = page.getByRole('log').getByRole('button', { name: /^Actions for the message from/ });
  await actions.last().hover();
  await actions.last().click();
  await expect(page.getByText(/^paused, /)).toBeVisible();
  await page.getByRole('menuitem', { name: /^Reply on/ }).click();
  await expect(page.getByRole('button', { name: 'Cancel reply' })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel reply' }).click();

  const mark = `to be taken back ${Date.now() % 100_000}`;
  // The composer stands at the platform of what was to be answered.
  await page
    .getByRole('region', { name: 'Write a message' })
    .getByText('Twitch chat', { exact: true })
    .click();
  const field = page.getByRole('textbox', { name: /Message to Twitch/ });
  await field.fill(mark);
  await field.press('Enter');
  const row = page.getByRole('article').filter({ hasText: mark });
  await expect(row).toBeVisible();
  await row.hover();
  await row.getByRole('button', { name: /^Actions for the message from/ }).click();
  await expect(page.getByText("You can't time out or ban your own account.")).toBeVisible();
  await page.getByRole('menuitem', { name: 'Delete message' }).click();
  await expect(row.getByText('deleted', { exact: true })).toBeVisible();
});
