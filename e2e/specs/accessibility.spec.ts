import { AxeBuilder } from '@axe-core/playwright';
import { expect, pageNames, test } from '../harness/test.ts';

for (const theme of ['Dark', 'Light']) {
  test.describe(`@accessibility in the ${theme.toLowerCase()} theme`, () => {
    test.beforeEach(async ({ page }) => {
      await page.getByRole('button', { name: 'Theme' }).click();
      await page.getByRole('menu', { name: 'Theme' }).getByText(theme, { exact: true }).click();
    });

    for (const name of pageNames) {
      test(`${name} has no violation that axe can find`, async ({ page, openPage }) => {
        await openPage(name);
        await expect(page.getByRole('main').getByRole('heading', { level: 1, name })).toBeAttached();
        // axe cannot run in the page's own world: the content security policy forbids scripts from outside
        // the program.
        const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
        const found = violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
        );
        expect(found).toEqual([]);
      });
    }
  });
}
