import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'e2e/**/*.test.ts'],
    environment: 'node',
    // Real sockets and worker threads share the machine with other test files: generous, never asserted on.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Many tests wait for a socket or a process rather than for a core.
    maxWorkers: availableParallelism() + 1,
    setupFiles: ['src/main/core/testing/leak-setup.ts'],
    restoreMocks: true,
    unstubGlobals: true,
  },
});
