import { expect, test } from '../harness/test.ts';

test.describe('@host the link that the headless host prints', () => {
  test.beforeEach(() => {
    test.skip(test.info().project.name !== 'headless', 'only the headless host prints a link');
  });
  test.setTimeout(90_000);

  test('opens a second tab, as the page of a tab without a link says', async ({ page, program }) => {
    await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
    const second = await page.context().newPage();
    try {
      await second.goto(new URL(page.url()).origin);
      const main = second.getByRole('main');
      await expect(main).toContainText('Open Cuelight from its link');
      await expect(main).toContainText('Open it in a browser: http://127.0.0.1:');
      await expect(main).toContainText('The link works in every tab until Cuelight stops.');
      await second.goto('about:blank');
      await second.goto(program.link ?? '');
      await expect(second.getByRole('navigation', { name: 'Pages' })).toBeVisible();
      await expect(second.getByRole('main').getByRole('heading', { level: 1 })).toBeAttached();
      await expect(second.getByRole('alert')).toHaveCount(0);
    } finally {
      await second.close();
    }
    // The first tab is still connected.
    await expect(page.getByRole('alert').filter({ hasText: 'link' })).toHaveCount(0);
  });

  test('is refused when it is from an earlier start', async ({ page, program }) => {
    const second = await page.context().newPage();
    try {
      await second.goto((program.link ?? '').replace(/#token=.*/, `#token=${'x'.repeat(43)}`));
      const main = second.getByRole('main');
      await expect(main).toContainText('This link is from an earlier start of Cuelight.');
      await expect(main).toContainText('Open it in a browser: http://127.0.0.1:');
    } finally {
      await second.close();
    }
  });
});
