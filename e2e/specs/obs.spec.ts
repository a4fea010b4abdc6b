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
  await sound.getByRole('button', { name: 'Microphone Audible' }).click();
  await expect(sound.getByRole('button', { name: 'Microphone Muted' })).toBeVisible();
  await sound.getByRole('button', { name: 'Microphone Muted' }).press('Enter');
  await expect(sound.getByRole('button', { name: 'Microphone Audible' })).toBeVisible();

  const sources = section('Sources');
  const camera = sources.getByRole('button', { name: /^Camera / });
  await expect(camera).toHaveAccessibleName('Camera Shown');
  await camera.click();
  await expect(camera).toHaveAccessibleName('Camera Hidden');
  await camera.click();
  await expect(camera).toHaveAccessibleName('Camera Shown');
});

test('a replay is saved and its file named, and a screenshot is taken', async ({ page, openPage }) => {
  await openPage('Stage');
  const { section } = await openObs(page);
  const outputs = section('Outputs');
  await outputs.getByRole('button', { name: 'Start replay buffer' }).click();
  await outputs.getByRole('button', { name: 'Save replay' }).click();
  await expect(outputs.getByText(/^\/rehearsal\/Replay .*\.mkv$/)).toBeVisible();
  await outputs.getByRole('button', { name: 'Stop replay buffer' }).click();
  await expect(outputs.getByRole('button', { name: 'Start replay buffer' })).toBeVisible();

  const picture = section('Screenshot');
  await picture.getByRole('button', { name: 'Take a screenshot' }).click();
  const image = picture.getByRole('img');
  await expect(image).toHaveAccessibleName(/^Screenshot of OBS, scene ./);
  expect(await image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBe(696);
});

test('a scene is switched from the palette', async ({ page, openPage }) => {
  await openPage('Stage');
  const { section } = await openObs(page);
  const scenes = section('Current scene').getByRole('button');
  const before = (await scenes.and(page.locator('[aria-pressed="true"]')).textContent()) ?? '';
  const other = scenes.and(page.locator('[aria-pressed="false"]')).first();
  const name = (await other.textContent()) ?? '';
  await page.keyboard.press('Control+k');
  await page.getByRole('textbox', { name: 'Search or run a command' }).fill(`Switch to “${name}”`);
  await page.keyboard.press('Enter');
  await expect(section('Current scene').getByRole('button', { name })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await section('Current scene').getByRole('button', { name: before }).click();
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
    await section('Screenshot')
      .getByRole('button', { name: /^Take / })
      .click();
    await expect(section('Screenshot').getByRole('img')).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
    );
    expect(found).toEqual([]);
  });
}
