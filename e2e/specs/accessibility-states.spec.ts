import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../harness/test.ts';

const expectNoViolation = async (page: Page, state: string, without: string[] = []): Promise<void> => {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().disableRules(without).analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
  );
  expect(found, state).toEqual([]);
};

test('@accessibility axe finds nothing in the palette, and in a plan beside the inspector', async ({
  page,
  openPage,
}) => {
  await openPage('Stage');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Search or run a command' })).toBeVisible();
  await expectNoViolation(page, 'the palette');
  await page.keyboard.press('Escape');

  const signIn = page.getByRole('group', { name: /^Twitch sign-in, / });
  await expect(signIn).toHaveAccessibleName(/healthy/, { timeout: 30_000 });
  await signIn.press('Enter');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await inspector.getByRole('button', { name: 'Stop', exact: true }).click();
  const plan = page.getByRole('dialog', { name: 'Stop Twitch sign-in' });
  await expect(plan).toBeVisible();
  await expectNoViolation(page, 'the plan of a stop beside an inspector');
  await page.keyboard.press('Escape');
  await expect(plan).toBeHidden();
});

test('@accessibility axe finds nothing in an event, in the actions on a message, and in a search', async ({
  page,
  openPage,
}) => {
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await openPage('Events');
  await page.getByRole('listbox').getByRole('option').last().click();
  await expect(inspector.getByRole('button', { name: /Copy JSON/ })).toBeVisible();
  await expectNoViolation(page, 'an event in detail');

  await openPage('Chat');
  await page.getByRole('log').getByRole('article').last().hover({ timeout: 30_000 });
  await page
    .getByRole('button', { name: /^Actions for the message/ })
    .last()
    .click();
  await expect(page.getByRole('menu')).toBeVisible();
  // A menu hangs outside the landmarks of the page, as the authoring practices have it.
  await expectNoViolation(page, 'the actions on a message', ['region']);
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.type('nothing like this was ever said');
  await expect(page.getByText(/^No results for/)).toBeVisible();
  await expectNoViolation(page, 'a search of the chat');
  await page.keyboard.press('Escape');
});
