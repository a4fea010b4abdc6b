import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../harness/test.ts';

/** The inspector of the rehearsal's OBS, connected. */
const openObs = async (page: Page) => {
  const card = page.getByRole('group', { name: /^OBS, / });
  await expect(card).toHaveAccessibleName(/^OBS, healthy/, { timeout: 30_000 });
  await card.click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector.getByRole('region', { name: 'Sources' })).toBeVisible();
  return {
    section: (name: string) => inspector.getByRole('region', { name, exact: true }),
    inspector,
  };
};

test('an input of OBS is muted and a source hidden, and the window shows what OBS did', async ({
  page,
  openPage,
}) => {
  await openPage('Stage');
  const { section } = await openObs(page);
  const sound = section('Sound');
  await sound.getByRole('button', { name: 'Microphone audible' }).click();
  await expect(sound.getByRole('button', { name: 'Microphone muted' })).toBeVisible();
  await sound.getByRole('button', { name: 'Microphone muted' }).press('Enter');
  await expect(sound.getByRole('button', { name: 'Microphone audible' })).toBeVisible();

  const sources = section('Sources');
  const camera = sources.getByRole('button', { name: /^Camera / });
  await expect(camera).toHaveAccessibleName('Camera shown');
  await camera.click();
  await expect(camera).toHaveAccessibleName('Camera hidden');
  await camera.click();
  await expect(camera).toHaveAccessibleName('Camera shown');
});

test('a replay is saved to a file that is named, and a picture of the program is taken', async ({
  page,
  openPage,
}) => {
  await openPage('Stage');
  const { section } = await openObs(page);
  const outputs = section('Outputs');
  await outputs.getByRole('button', { name: 'Start replay buffer' }).click();
  await outputs.getByRole('button', { name: 'Save replay' }).click();
  await expect(outputs.getByText(/^\/rehearsal\/Replay .*\.mkv$/)).toBeVisible();
  await outputs.getByRole('button', { name: 'Stop replay buffer' }).click();
  await expect(outputs.getByRole('button', { name: 'Start replay buffer' })).toBeVisible();

  const picture = section('Picture');
  await picture.getByRole('button', { name: 'Take a picture' }).click();
  const image = picture.getByRole('img');
  await expect(image).toHaveAccessibleName(/^OBS with the scene .+ on program$/);
  expect(await image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBe(696);
});

test('a scene is switched from the palette', async ({ page, openPage }) => {
  await openPage('Stage');
  const { section } = await openObs(page);
  const scenes = section('Scene on program').getByRole('button');
  const before = (await scenes.and(page.locator('[aria-pressed="true"]')).textContent()) ?? '';
  const other = scenes.and(page.locator('[aria-pressed="false"]')).first();
  const name = (await other.textContent()) ?? '';
  await page.keyboard.press('Control+k');
  await page.getByRole('textbox', { name: 'Find a page, a part or an action' }).fill(`Switch to “${name}”`);
  await page.keyboard.press('Enter');
  await expect(section('Scene on program').getByRole('button', { name })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await section('Scene on program').getByRole('button', { name: before }).click();
});

for (const theme of ['Light', 'Dark']) {
  test(`the controls of OBS have no violation that axe can find in the ${theme.toLowerCase()} theme @accessibility`, async ({
    page,
    openPage,
  }) => {
    await page.getByRole('button', { name: 'Theme' }).click();
    await page.getByRole('menu', { name: 'Theme' }).getByText(theme, { exact: true }).click();
    await openPage('Stage');
    const { section } = await openObs(page);
    await section('Picture')
      .getByRole('button', { name: /^Take / })
      .click();
    await expect(section('Picture').getByRole('img')).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
    );
    expect(found).toEqual([]);
  });
}
