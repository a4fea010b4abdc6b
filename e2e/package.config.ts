import { defineConfig } from '@playwright/test';

/** The smoke specs of the packaged program. They share nothing with the other specs: each starts programs. */
export default defineConfig({
  testDir: './package',
  outputDir: '../test-results/package',
  workers: 1,
  timeout: 300_000,
  use: { actionTimeout: 30_000 },
  expect: { timeout: 60_000 },
  reporter: [['list']],
});
