import { expect, pageNames, test } from '../harness/test.ts';

test('@host starts in rehearsal and says so', async ({ page }) => {
  await expect(page.getByRole('region', { name: 'Rehearsal', exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('region', { name: 'Rehearsal', exact: true })).toContainText(
    'Nothing is sent to Twitch, Discord or OBS',
  );
});

test('the verdict becomes "Everything is healthy"', async ({ page }) => {
  await expect(page.getByRole('banner')).toContainText(/Everything is healthy|Cuelight is running slowly/, {
    timeout: 30_000,
  });
});

test('@host the Stage shows the three bridges healthy and running', async ({ page, openPage }) => {
  await openPage('Stage');
  const graph = page.getByRole('application', { name: 'Graph of all components' });
  for (const bridge of ['Twitch chat', 'Discord', 'OBS']) {
    await expect(graph.getByRole('group', { name: new RegExp(`^${bridge}, healthy`) })).toBeVisible({
      timeout: 30_000,
    });
  }
});

test('chat flows: messages are counted as they come', async ({ page, openPage }) => {
  await openPage('Stage');
  const inbox = page.getByRole('group', { name: /^Inbox, / });
  await expect(inbox).toContainText(/[1-9]\d* messages? in the last minute/, { timeout: 30_000 });
});

for (const name of pageNames) {
  test(`${name} has its heading and is marked in the rail`, async ({ page, openPage }) => {
    await openPage(name);
    await expect(page.getByRole('main').getByRole('heading', { level: 1, name })).toBeAttached();
    const entry = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).first();
    await expect(entry).toHaveAttribute('aria-current', 'page');
  });
}

test('the palette opens by Ctrl+K and leads to a page', async ({ page, openPage }) => {
  await openPage('Stage');
  await page.keyboard.press('Control+k');
  const field = page.getByRole('textbox', { name: 'Search or run a command' });
  await expect(field).toBeVisible();
  await field.fill('Health');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main').getByRole('heading', { level: 1, name: 'Health' })).toBeAttached();
});

for (const theme of ['Light', 'Dark']) {
  test(`the theme can be ${theme.toLowerCase()}`, async ({ page }) => {
    await page.getByRole('button', { name: 'Theme' }).click();
    await page.getByRole('menu', { name: 'Theme' }).getByText(theme, { exact: true }).click();
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme.toLowerCase());
  });
}

test('@host the page reaches nothing of Node or Electron', async ({ page }) => {
  const reachable = await page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter(
      (name) => name in globalThis,
    ),
  );
  expect(reachable).toEqual([]);
});

test('@host the page cannot leave and opens no window', async ({ page }) => {
  const before = page.url();
  await page.evaluate(() => void window.open('https://evil.test/'));
  expect(
    page
      .context()
      .pages()
      .filter((each) => each.url().includes('evil.test')),
  ).toEqual([]);
  expect(page.url()).toBe(before);
});
