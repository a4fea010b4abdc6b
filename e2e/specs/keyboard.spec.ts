import type { Locator, Page } from '@playwright/test';
import { expect, pageNames, test } from '../harness/test.ts';

const MOST_STEPS = 60;

/** Presses a key until an element has the focus, like a keyboard user. */
const stepTo = async (page: Page, wanted: Locator, key = 'Tab'): Promise<void> => {
  for (let step = 0; step < MOST_STEPS; step += 1) {
    await page.keyboard.press(key);
    if (await wanted.evaluate((element) => element === document.activeElement).catch(() => false)) return;
  }
  throw new Error(`${MOST_STEPS} presses of ${key} did not lead to ${String(wanted)}`);
};

const part = (page: Page, title: string): Locator =>
  page
    .getByRole('application', { name: 'Graph of all components' })
    .getByRole('group', { name: new RegExp(`^${title}, `) });

test('the Stage by keys: edges are followed, and a part stops through its plan and starts again', async ({
  page,
  openPage,
}) => {
  await openPage('Stage');
  const signIn = part(page, 'Twitch sign-in');
  await expect(signIn).toHaveAccessibleName(/healthy/, { timeout: 30_000 });
  const skip = page.getByRole('link', { name: 'Skip to the page' });
  await skip.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await stepTo(page, signIn);
  await page.keyboard.press('ArrowRight');
  await expect(part(page, 'Twitch API')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(signIn).toBeFocused();

  await page.keyboard.press('Enter');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  const stop = inspector.getByRole('button', { name: 'Stop', exact: true });
  await expect(stop).toBeVisible();
  await page.keyboard.press('i');
  await expect(inspector).toBeFocused();
  await stepTo(page, stop);
  await page.keyboard.press('Enter');
  const plan = page.getByRole('dialog', { name: 'Stop Twitch sign-in' });
  await expect(plan).toContainText('Twitch API and Twitch events');
  await page.keyboard.press('Escape');
  await expect(plan).toBeHidden();
  await expect(stop).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(plan.getByRole('button', { name: 'Stop Twitch sign-in' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(inspector.getByText(/^Stopped/)).toBeVisible({ timeout: 20_000 });
  await expect(inspector.getByRole('button', { name: 'Start', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(inspector.getByText(/^Started/)).toBeVisible({ timeout: 20_000 });
  await page.keyboard.press('Escape');
  await expect(inspector).toBeHidden();
  await expect(signIn).toBeFocused();
  await expect(part(page, 'Twitch events')).toHaveAccessibleName(/healthy/, { timeout: 20_000 });
});

test('Events and Chat by keys: filtered, opened, searched, and left again', async ({ page }) => {
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('e');
  const list = page.getByRole('listbox', { name: /^Events/ });
  await expect(list).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('Signed in to Discord');
  await expect(list.getByRole('option').first()).toContainText('Signed in to Discord');
  await stepTo(page, list);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector).toContainText('Signed in to Discord');
  await page.keyboard.press('Escape');
  await expect(inspector).toBeHidden();
  await expect(list).toBeFocused();
  await page.keyboard.press('/');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');

  await page.keyboard.press('g');
  await page.keyboard.press('c');
  const messages = page.getByRole('log', { name: /^Chat/ });
  const writer = messages.getByRole('article').first().getByRole('button').first();
  const name = (await writer.textContent({ timeout: 30_000 })) ?? '';
  await page.keyboard.press('/');
  await page.keyboard.type(`@${name}`);
  const found = page.getByRole('list', { name: 'Messages found, newest last' });
  await expect(found.getByRole('button', { name, exact: true }).first()).toBeVisible();
  await expect(found.getByRole('listitem').filter({ hasNotText: name })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(messages).toBeVisible();
});

test('a setting by keys: changed, saved, and put back', async ({ page }) => {
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('textbox', { name: 'Search or run a command' })).toBeFocused();
  await page.keyboard.type('settings: data');
  await page.keyboard.press('Enter');
  const days = page.getByRole('textbox', { name: 'Keep chat for' });
  await expect(days).toBeVisible();
  const saved = page.getByText('Data and privacy settings saved');
  const before = await days.inputValue();
  for (const value of ['77 days', before]) {
    await page.getByRole('main').focus();
    await stepTo(page, days);
    await page.keyboard.press('Control+a');
    await page.keyboard.type(value.replace(' days', ''));
    const save = page.getByRole('button', { name: 'Save', exact: true });
    await expect(save).toBeEnabled();
    await stepTo(page, save);
    await page.keyboard.press('Enter');
    await expect(saved.last()).toBeVisible();
    await expect(save).toBeHidden();
    await expect(days).toHaveValue(value);
  }
});

test('every dialog opens and closes by keys, and gives the focus back', async ({ page, openPage }) => {
  await openPage('Health');
  const live = page.getByRole('button', { name: 'Switch to live connections…' });
  await live.focus();
  const dialogs: readonly (readonly [key: string, dialog: Locator])[] = [
    ['?', page.getByRole('dialog', { name: 'Keyboard shortcuts' })],
    ['Control+k', page.getByRole('dialog', { name: 'Search or run a command' })],
    ['Enter', page.getByRole('dialog', { name: 'Switch to live connections' })],
  ];
  for (const [key, dialog] of dialogs) {
    await page.keyboard.press(key);
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(live).toBeFocused();
  }
});

test('at 200 % no page is wider than the window, and the inspector lies within it', async ({
  page,
  openPage,
}) => {
  await page.setViewportSize({ width: 720, height: 450 });
  try {
    for (const name of pageNames) {
      await openPage(name);
      await expect(page.getByRole('main').getByRole('heading', { level: 1, name })).toBeAttached();
      expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(720);
    }
    await openPage('Health');
    await page
      .getByRole('table', { name: 'Health of all components' })
      .getByRole('button', { name: 'OBS', exact: true })
      .click();
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    await expect(inspector.getByRole('button', { name: 'Restart', exact: true })).toBeInViewport();
    await inspector.getByRole('button', { name: /^Close the inspector/ }).click();
  } finally {
    await page.setViewportSize({ width: 1_440, height: 900 });
  }
});

test('with reduced motion nothing moves on the Stage, and rates are written instead', async ({
  page,
  openPage,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  try {
    await openPage('Stage');
    const graph = page.getByRole('application', { name: 'Graph of all components' });
    await expect(graph.getByText(/^[\d.]+\/s$/).first()).toBeVisible({ timeout: 30_000 });
    await expect(graph.locator('animateMotion')).toHaveCount(0);
  } finally {
    await page.emulateMedia({ reducedMotion: 'no-preference' });
  }
});
