import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Only the tests that are asked about: `npm run mutation` names them. */
export default defineConfig({
  root: resolve(import.meta.dirname, '../..'),
  test: {
    include: (process.env['MUTATION_TESTS'] ?? 'src/main/core/*.test.ts').split(','),
    environment: 'node',
    // Mutants are switched for one test at a time; a worker for each file costs more than its tests.
    isolate: false,
    // A mutant that hangs is ended by the test's own limit: that is quicker than by the runner's.
    testTimeout: 3_000,
    restoreMocks: true,
    unstubGlobals: true,
  },
});
