import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Tests that need the real OBS Studio. `npm run test:obs` runs them; the unit run doesn't. */
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
