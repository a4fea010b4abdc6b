import type { Page } from '@playwright/test';
import { expect, test } from '../harness/test.ts';

/** The simulated show streams from its first act on. */
const STREAM_LIMIT_MS = 20_000;

const openSection = async (page: Page, title: string): Promise<void> => {
  await page
    .getByRole('navigation', { name: 'Settings sections' })
    .getByRole('button', { name: title, exact: true })
    .click();
  await expect(page.getByRole('heading', { name: title, exact: true })).toBeVisible();
};

const save = async (page: Page): Promise<void> => {
  const bar = page.getByRole('region', { name: 'Unsaved changes' });
  await bar.getByRole('button', { name: /^Save/ }).click();
  await expect(bar).toBeHidden();
};

/** Opens the inspector of a component. */
const inspect = async (page: Page, title: string) => {
  const card = page.getByRole('group', { name: new RegExp(`^${title}, `) });
  await expect(card).toHaveAccessibleName(new RegExp(`^${title}, healthy`), { timeout: 30_000 });
  await card.click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  return (name: string) => inspector.getByRole('region', { name, exact: true });
};

const switchTo = async (page: Page, label: string, on: boolean): Promise<void> => {
  const box = page.getByRole('switch', { name: label });
  await box.setChecked(on, { force: true });
};

test('a viewer on Discord uses a slash command, and is answered where everybody reads it', async ({
  page,
  openPage,
}) => {
  await openPage('Settings');
  await openSection(page, 'Commands');
  await switchTo(page, 'Offer slash commands on Discord', true);
  await save(page);

  await openPage('Stage');
  const section = await inspect(page, 'Discord');
  await expect(section('Bot').getByText('Rehearsal Hall')).toBeVisible();
  await expect(section('Permissions').getByText('The bot can write in the channel.')).toBeVisible();
  await expect(section('Slash commands').getByText('Discord offers /status, /health.')).toBeVisible();
  await section('Slash commands').getByRole('button', { name: 'Simulate /status' }).click();
  await expect(page.getByText('Maple Otter used /status.')).toBeVisible();

  await openPage('Chat');
  const answer = page
    .getByRole('article')
    .filter({ hasText: /running fine|fixing \d+ problem|still setting up/ });
  await expect(answer.filter({ hasText: 'Reply to a slash command' }).first()).toBeVisible();

  await openPage('Settings');
  await openSection(page, 'Commands');
  await switchTo(page, 'Offer slash commands on Discord', false);
  await save(page);
  await openPage('Stage');
  const after = await inspect(page, 'Discord');
  await expect(after('Slash commands').getByText('Slash commands are off in the settings.')).toBeVisible();
});

test('a stream is announced once on Discord, and the same message says when it is over', async ({
  page,
  openPage,
}) => {
  test.setTimeout(90_000);
  await openPage('Settings');
  await openSection(page, 'Go-live notice');
  await page.getByRole('button', { name: 'Post a test notice' }).click();
  await expect(page.getByText(/^Test posted in #stream-chat\./).first()).toBeVisible();
  await switchTo(page, 'Announce streams on Discord', true);
  await page.getByRole('textbox', { name: 'Wait before posting' }).fill('0');
  await page.getByRole('textbox', { name: 'Wait before a stream counts as ended' }).fill('1');
  await save(page);

  await openPage('Stage');
  const section = await inspect(page, 'Go-live notice');
  const notice = section('Go-live notice');
  await expect(notice.getByText('The stream was announced in #stream-chat.')).toBeVisible({
    timeout: STREAM_LIMIT_MS,
  });
  await openPage('Chat');
  const posts = page.getByRole('article').filter({ hasText: /(?<!live: )Lantern_Cove is live\./ });
  const announced = posts.filter({ hasNotText: 'Test, not live' });
  await expect(announced).toHaveCount(1);
  await expect(announced).not.toContainText('edited');

  await openPage('Stage');
  const obs = await inspect(page, 'OBS');
  await obs('Outputs').getByRole('button', { name: 'Stop stream' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stop the stream' }).click();
  await openPage('Chat');
  // Newer messages may have pushed it out of what is shown by now, so it is looked for in what is kept.
  const words = page.getByRole('textbox', { name: 'Words of a message, or a user name' });
  const found = page
    .getByRole('list', { name: 'Messages found, newest last' })
    .getByRole('listitem')
    .filter({ hasNotText: 'Test, not live' });
  await expect(async () => {
    await words.fill('');
    await words.fill('Ended after');
    await expect(found).toContainText(/Lantern_Cove is live\..*Ended after \d+ (?:s|min)\..*edited/s, {
      timeout: 2_000,
    });
  }).toPass({ timeout: 20_000 });
  await words.fill('');

  await openPage('Settings');
  await openSection(page, 'Go-live notice');
  await switchTo(page, 'Announce streams on Discord', false);
  await page.getByRole('textbox', { name: 'Wait before posting' }).fill('20');
  await page.getByRole('textbox', { name: 'Wait before a stream counts as ended' }).fill('180');
  await save(page);
  await openPage('Stage');
  const again = await inspect(page, 'OBS');
  await again('Outputs').getByRole('button', { name: 'Start stream' }).click();
  await expect(again('Outputs').getByRole('button', { name: 'Stop stream' })).toBeVisible();
});
