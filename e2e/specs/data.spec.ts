import { closeSync, openSync, statSync, writeFileSync, writeSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { makeHome } from '../harness/program.ts';
import { runtimeNamed } from '../harness/runtimes.ts';
import { expect, test } from '../harness/test.ts';

const slow = { timeout: 60_000 };

const openPage = async (page: Page, name: string): Promise<void> => {
  const link = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).first();
  await link.click(slow);
};
const openSettings = async (page: Page, section: string): Promise<void> => {
  await openPage(page, 'Settings');
  const sections = page.getByRole('navigation', { name: 'Settings sections' });
  await sections.getByRole('button', { name: section, exact: true }).click(slow);
};
const chatDays = (page: Page): Locator => page.getByRole('textbox', { name: 'Keep chat for' });

const findEvent = async (page: Page, words: string): Promise<void> => {
  await openPage(page, 'Events');
  await page.getByRole('main').getByPlaceholder('Search all events').fill(words);
};

/** Writes nonsense over everything of a file but its first bytes, as a dying disk would. */
const damage = (file: string): void => {
  const { size } = statSync(file);
  const nonsense = Buffer.alloc(4_096, 0xa5);
  const handle = openSync(file, 'r+');
  for (let at = 100; at < size; at += nonsense.length) writeSync(handle, nonsense, 0, nonsense.length, at);
  closeSync(handle);
};

test.setTimeout(180_000);

test('@host what was lost with a damaged journal and edited settings comes back from a backup', async () => {
  test.setTimeout(180_000);
  const runtime = runtimeNamed(test.info().project.name);
  const home = makeHome();
  try {
    let program = await runtime.start(home.path);
    let { page } = program;
    await openSettings(page, 'Data and privacy');
    await chatDays(page).fill('91');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('Data and privacy settings saved')).toBeVisible(slow);
    await findEvent(page, 'Data and privacy changed');
    await expect(page.getByText('Data and privacy changed: chat.days.').first()).toBeVisible(slow);
    await openSettings(page, 'Backups');
    await page.getByRole('button', { name: 'Make a backup now' }).click();
    await expect(page.getByRole('row', { name: /manual/ })).toBeVisible(slow);

    await test.step('an edit of the file is noticed, and one that is no good is refused', async () => {
      await openSettings(page, 'Data and privacy');
      const file = join(home.path, 'settings.json');
      writeFileSync(file, readFileSync(file, 'utf8').replace('91', '"many"'));
      await expect(page.getByRole('alert').getByText(/was edited and cannot be used/)).toBeVisible(slow);
      await expect(chatDays(page)).toHaveValue('91 days');
      writeFileSync(file, readFileSync(file, 'utf8').replace('"many"', '7'));
      await expect(chatDays(page)).toHaveValue('7 days', slow);
    });
    expect(await program.stop()).toBe(0);
    damage(join(home.path, 'journal.db'));

    program = await runtime.start(home.path);
    ({ page } = program);
    await findEvent(page, 'Data and privacy changed');
    await expect(page.getByText('No matching events')).toBeVisible(slow);
    await openSettings(page, 'Backups');
    await page
      .getByRole('row', { name: /manual/ })
      .getByRole('button', { name: /^Restore/ })
      .click(slow);
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('row', { name: /Keep chat for/ })).toContainText('91', slow);
    await dialog.getByRole('button', { name: 'Restore', exact: true }).click();
    await expect(dialog.getByText('Settings restored.')).toBeVisible(slow);
    await expect(dialog.getByText(/records? restored to the journal/)).toBeVisible();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await expect(page.getByRole('row', { name: /before a restore/ })).toBeVisible();

    await findEvent(page, 'Data and privacy changed');
    await expect(page.getByText('Data and privacy changed: chat.days.').first()).toBeVisible(slow);
    await openSettings(page, 'Data and privacy');
    await expect(chatDays(page)).toHaveValue('91 days');
    expect(await program.stop()).toBe(0);
  } finally {
    home.remove();
  }
});

test('a viewer is found, deleted, and not found any more', async ({ page, openPage: open }) => {
  await open('Chat');
  const field = page.getByPlaceholder('Write to Twitch chat');
  await field.fill('One message to be forgotten', slow);
  await field.press('Enter');
  await expect(page.getByText(/Delivered/).first()).toBeVisible(slow);
  await openSettings(page, 'Viewers');
  const search = page.getByRole('textbox', { name: 'Viewer name or ID' });
  await search.fill('lantern_cove_rehearsal');
  await search.press('Enter');
  // The same person may be held of Discord too, where they are another viewer.
  const onTwitch = page.getByRole('row', { name: /lantern_cove_rehearsal.*Twitch/ });
  await expect(onTwitch).toBeVisible(slow);
  await onTwitch.getByRole('button', { name: /^Delete / }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/older backups/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Delete everywhere' }).click();
  await expect(onTwitch).toHaveCount(0, slow);
  await expect(page.getByText(/messages? deleted, and the name removed from/)).toBeVisible();
});

test('settings from a file are shown before they are taken over, and an earlier version comes back', async ({
  page,
}) => {
  await openSettings(page, 'Data and privacy');
  const before = await chatDays(page).inputValue();
  await openSettings(page, 'History and files');
  const content = JSON.stringify({ version: 1, data: { chat: { days: 33 } } });
  const choose = async (name: string, text: string): Promise<void> => {
    await page
      .getByTestId('Import settings')
      .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  };
  await choose('broken.json', '{"version": 1, "data": ');
  await expect(page.getByRole('dialog').getByText(/it is not valid JSON at line 1/)).toBeVisible(slow);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await choose('mine.json', content);
  const row = page.getByRole('dialog').getByRole('row', { name: /Keep chat for/ });
  await expect(row).toContainText('33', slow);
  await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText('Settings imported from mine.json.')).toBeVisible(slow);
  await expect(page.getByText(/imported from a file or backup/).first()).toBeVisible(slow);

  await openSettings(page, 'Data and privacy');
  await expect(chatDays(page)).toHaveValue('33 days');
  await chatDays(page).fill('44');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Data and privacy settings saved')).toBeVisible(slow);
  await openSettings(page, 'History and files');
  await page
    .getByRole('button', { name: /^Compare the version/ })
    .first()
    .click();
  await expect(page.getByRole('row', { name: /Keep chat for/ })).toContainText('33', slow);
  await page.getByRole('button', { name: 'Restore this version' }).click();
  await expect(page.getByText('The earlier settings are restored.')).toBeVisible(slow);
  await openSettings(page, 'Data and privacy');
  await expect(chatDays(page)).toHaveValue('33 days');
  await chatDays(page).fill(before);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Unsaved changes' })).toBeHidden(slow);
  await expect(chatDays(page)).toHaveValue(before);
});

test('@host a diagnostic bundle is saved and opens in the same window, marked as not live', async ({
  page,
}) => {
  await openSettings(page, 'Diagnostics');
  await page.getByRole('button', { name: 'Save diagnostics' }).click();
  await page
    .getByRole('button', { name: /^Open diagnostics-/ })
    .first()
    .click();
  const band = page.getByRole('region', { name: 'Diagnostic bundle' });
  await expect(band).toContainText('Recorded, not live', slow);
  await page
    .getByRole('textbox', { name: 'Search by message, topic or source' })
    .fill('Signed in to Discord');
  await expect(page.getByText(/Signed in to Discord as/).first()).toBeVisible(slow);
  await openPage(page, 'Health');
  await expect(page.getByRole('rowheader', { name: 'Journal' })).toBeVisible(slow);
  await openPage(page, 'Chat');
  await expect(page.getByText('This file was saved without chat')).toBeVisible();
  await band.getByRole('button', { name: 'Close bundle' }).click();
  await expect(band).toHaveCount(0);
});
