import type { Locator, Page } from '@playwright/test';
import { makeHome } from '../harness/program.ts';
import { runtimeNamed } from '../harness/runtimes.ts';
import { expect, test } from '../harness/test.ts';

const slow = { timeout: 60_000 };

const openPage = (page: Page, name: string): Promise<void> =>
  page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).first().click(slow);

const rowOf = (page: Page, words: string): Locator => page.getByRole('article').filter({ hasText: words });

const act = async (page: Page, row: Locator, action: string): Promise<void> => {
  // By the keyboard: in a list that goes on a row slips away under the pointer.
  await row.getByRole('button', { name: /^Actions for the message from/ }).press('Enter', slow);
  await page.getByRole('menuitem', { name: action }).click(slow);
};

const write = async (page: Page, words: string): Promise<void> => {
  const field = page.getByRole('textbox', { name: /Message to Twitch/ });
  await field.fill(words);
  await field.press('Enter');
  await expect(rowOf(page, words)).toBeVisible(slow);
};

/** Finds words in the kept chat, and expects the one message that has them to be marked. */
const expectFound = async (page: Page, words: string, mark: string): Promise<void> => {
  const search = page.locator('search').getByRole('textbox');
  await search.fill(words, slow);
  const found = page
    .getByRole('list', { name: 'Messages found, newest last' })
    .getByRole('listitem')
    .filter({ hasText: words });
  await expect(found.getByText(mark, { exact: true }).first()).toBeVisible(slow);
  await search.fill('');
};

/** A page as OBS would show it, which may look and change nothing. */
const openDock = async (page: Page): Promise<Page> => {
  await openPage(page, 'Settings');
  const sections = page.getByRole('navigation', { name: 'Settings sections' });
  await sections.getByRole('button', { name: /dock/i }).first().click(slow);
  await page.getByRole('textbox', { name: 'Name' }).fill('Beside the scenes');
  await page.getByRole('button', { name: 'Create dock link' }).click(slow);
  const address = await page.locator('code').filter({ hasText: '#' }).innerText(slow);
  const dock = await page.context().newPage();
  await dock.goto(address);
  await openPage(page, 'Chat');
  return dock;
};

test('@host a deletion and a time-out on Twitch reach the chat, a dock, the search and a later window', async () => {
  test.setTimeout(240_000);
  const runtime = runtimeNamed(test.info().project.name);
  const home = makeHome();
  const deleted = `lantern ${Date.now() % 100_000}`;
  try {
    let program = await runtime.start(home.path);
    let { page } = program;
    await openPage(page, 'Chat');
    const dock = runtime.name === 'headless' ? await openDock(page) : null;
    await write(page, deleted);
    if (dock) await expect(dock.getByText(deleted)).toBeVisible(slow);
    await act(page, rowOf(page, deleted), 'Delete message');
    await expect(rowOf(page, deleted).getByText('deleted', { exact: true })).toBeVisible(slow);

    // The last viewer stays the last one.
    await page.getByRole('button', { name: 'Pause' }).click(slow);
    // Whoever of the show's viewers wrote last on Twitch.
    const viewers = page.locator('article:not([data-own])').filter({ has: page.getByTitle('Twitch') });
    const words = await viewers.last().locator('[class*=words]').innerText(slow);
    await act(page, rowOf(page, words).last(), 'Time out for 10 min');
    const timedOut = 'removed, timed out for 10 min';
    await expect(rowOf(page, words).last().getByText(timedOut, { exact: true })).toBeVisible(slow);

    if (dock) {
      await expect(dock.getByText(timedOut).first()).toBeVisible(slow);
      await expect(dock.getByText(deleted)).toHaveCount(0);
      const removed = dock.getByRole('listitem').filter({ hasText: timedOut });
      await expect(removed.filter({ hasText: words })).toHaveCount(0);
      // A window that opens now has only what the host tells it.
      await page.reload();
      await openPage(page, 'Chat');
      await expect(page.getByText(timedOut, { exact: true }).first()).toBeVisible(slow);
    }
    await expectFound(page, deleted, 'deleted');
    await program.stop();

    program = await runtime.start(home.path);
    ({ page } = program);
    await openPage(page, 'Chat');
    await expectFound(page, deleted, 'deleted');
    await expectFound(page, words, timedOut);
    await program.stop();
  } finally {
    home.remove();
  }
});
