import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The tests that need the real OBS Studio: run by `npm run test:obs`, never by the plain unit run. */
export default defineConfig({
  root: resolve(import.meta.dirname, '../..'),
  test: {
    include: ['scripts/obs/*.real.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
  },
});
