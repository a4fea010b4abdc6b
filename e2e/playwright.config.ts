import { defineConfig } from '@playwright/test';
import { runtimes } from './harness/runtimes.ts';

const runnable = runtimes.filter((runtime) => runtime.obstacle() === null);
/** What holds of the page alone, which is the same in every host: one of them is enough. */
const ofThePage = /(?:keyboard|accessibility-states)\.spec\.ts$/;

export default defineConfig({
  testDir: './specs',
  globalSetup: './harness/global-setup.ts',
  outputDir: '../test-results',
  // One program at a time: each is a whole show with three protocol servers.
  workers: 1,
  fullyParallel: false,
  // A machine that others use loses a race now and then: what passed only the second time is told as such at the end.
  retries: 1,
  timeout: 45_000,
  use: { actionTimeout: 8_000 },
  expect: { timeout: 10_000 },
  reporter: [['list']],
  projects: runnable.map((runtime) => ({
    name: runtime.name,
    ...(runtime === runnable.at(-1) ? {} : { testIgnore: ofThePage }),
  })),
});
