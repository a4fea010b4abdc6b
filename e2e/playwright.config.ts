import { defineConfig } from '@playwright/test';
import { runtimes } from './harness/runtimes.ts';

export default defineConfig({
  testDir: './specs',
  globalSetup: './harness/global-setup.ts',
  outputDir: '../test-results',
  // One program at a time: each is a whole show with three protocol servers.
  workers: 1,
  fullyParallel: false,
  timeout: 45_000,
  use: { actionTimeout: 8_000 },
  expect: { timeout: 10_000 },
  reporter: [['list']],
  projects: runtimes
    .filter((runtime) => runtime.obstacle() === null)
    .map((runtime) => ({ name: runtime.name })),
});
