import { expect, test } from '../harness/test.ts';

/** Milliseconds beyond the server's wait for an unused connection, and within Chromium's. */
const idleMs = 8_000;

test.describe('@host reloading the window', () => {
  test.beforeEach(() => {
    test.skip(test.info().project.name !== 'headless', 'only the headless host serves its page over HTTP');
  });
  test.setTimeout(90_000);

  test('works after idle seconds, again and again', async ({ page }) => {
    for (let turn = 0; turn < 2; turn += 1) {
      await page.waitForTimeout(idleMs);
      const response = await page.reload();
      expect(response?.status(), `the status of reload ${turn + 1}`).toBe(200);
      await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
    }
  });
});
