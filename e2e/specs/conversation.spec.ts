import { expect, test } from '../harness/test.ts';

test('@host a message written in Chat is delivered, and comes back in the list', async ({
  page,
  openPage,
}) => {
  await openPage('Chat');
  const text = `Hello from the desk ${Date.now()}`;
  const field = page.getByPlaceholder('Write to Twitch chat');
  await field.fill(text);
  await field.press('Enter');
  await expect(page.getByText(text).first()).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText(/Delivered/).first()).toBeVisible({ timeout: 15_000 });
});

test('@host Events finds by words what happened, in the journal too', async ({ page, openPage }) => {
  await openPage('Events');
  await page.getByRole('main').getByPlaceholder('Search all events').fill('Signed in to Discord');
  await expect(page.getByText(/Signed in to Discord as/).first()).toBeVisible({ timeout: 15_000 });
});
