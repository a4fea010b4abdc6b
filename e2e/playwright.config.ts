import { defineConfig } from '@playwright/test';
import { planHosts } from './harness/host-plan.ts';
import { runnableHosts } from './harness/runtimes.ts';

export default defineConfig({
  testDir: './specs',
  globalSetup: './harness/global-setup.ts',
  outputDir: '../test-results',
  // A file is one worker's: its specs share a program, one after the other. A program mostly waits, so two
  // fit on two cores.
  workers: 2,
  fullyParallel: false,
  // A busy machine loses a race now and then. Specs that pass only on the second try are listed at the end.
  retries: 1,
  timeout: 60_000,
  use: { actionTimeout: 15_000 },
  expect: { timeout: 15_000 },
  reporter: [['list']],
  projects: planHosts(runnableHosts(), { args: process.argv, env: process.env }).projects,
});
