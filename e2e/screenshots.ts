/**
 * Writes docs/screenshots/PAGE-THEME-SIZE.png of every page, from the first host that this machine offers.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { ensureBuild } from '../scripts/launch/ensure-build.ts';
import { root } from './harness/program.ts';
import { runtimes } from './harness/runtimes.ts';

const pages = ['Stage', 'Health', 'Events', 'Chat', 'Rehearsal', 'Settings'];
const themes = ['Dark', 'Light'];
const sizes = [
  { width: 1_440, height: 900 },
  { width: 1_024, height: 700 },
];
/** Long enough for charts to have a line and for chat to have lines. */
const WARM_UP_MS = 40_000;
const SETTLE_MS = 1_200;

const built = await ensureBuild(root);
if (built !== 0) process.exit(built);
const runtime = runtimes.find((each) => each.obstacle() === null);
if (!runtime) throw new Error('No host can run here: the pictures need a Chromium or Electron.');
console.log(`uses: ${runtime.title}`);
const folder = join(root, 'docs/screenshots');
mkdirSync(folder, { recursive: true });
const program = await runtime.start();
try {
  const { page } = program;
  await page.getByRole('button', { name: 'Close the guide' }).click();
  await page.waitForTimeout(WARM_UP_MS);
  for (const theme of themes) {
    await page.getByRole('button', { name: 'Theme' }).click();
    await page.getByRole('menu', { name: 'Theme' }).getByText(theme, { exact: true }).click();
    for (const size of sizes) {
      await page.setViewportSize(size);
      for (const name of pages) {
        await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).first().click();
        // Away from everything that would show that it is pointed at.
        await page.mouse.move(0, 0);
        await expect(page.getByRole('tooltip')).toHaveCount(0);
        await page.waitForTimeout(SETTLE_MS);
        const file = `${name.toLowerCase()}-${theme.toLowerCase()}-${size.width}x${size.height}.png`;
        await page.screenshot({ path: join(folder, file), animations: 'disabled' });
        console.log(`docs/screenshots/${file}`);
      }
    }
  }
} finally {
  await program.stop();
}
