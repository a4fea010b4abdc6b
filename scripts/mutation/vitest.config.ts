import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Runs only the selected tests: `npm run mutation` lists them. */
export default defineConfig({
  root: resolve(import.meta.dirname, '../..'),
  test: {
    include: (process.env['MUTATION_TESTS'] ?? 'src/main/core/*.test.ts').split(','),
    environment: 'node',
    // Mutants are activated for one test at a time; a worker for each file would cost more than the tests.
    isolate: false,
    // The test's own time limit stops a mutant that hangs, which is faster than the runner's.
    testTimeout: 3_000,
    restoreMocks: true,
    unstubGlobals: true,
  },
});
