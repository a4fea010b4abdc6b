import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * Code with neither sockets nor state in its modules. Its tests share loaded modules in one process, because
 * loading them for each file takes longer than running them. The leak check still applies to each file.
 */
const pure = [
  'src/shared/**/*.test.ts',
  'src/main/core/**/*.test.ts',
  'src/main/orchestrators/**/*.test.ts',
  'src/renderer/model/**/*.test.ts',
  'src/renderer/text/**/*.test.ts',
  'src/renderer/stores/**/*.test.ts',
];

export default defineConfig({
  test: {
    environment: 'node',
    // Real sockets and worker threads share the machine with other test files: generous, never asserted on.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Many tests wait for a socket or a process rather than for a core.
    maxWorkers: availableParallelism() + 1,
    setupFiles: ['src/main/core/testing/leak-setup.ts'],
    restoreMocks: true,
    unstubGlobals: true,
    projects: [
      { extends: true, test: { name: 'pure', include: pure, isolate: false } },
      {
        extends: true,
        test: {
          name: 'isolated',
          include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'e2e/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...pure],
        },
      },
    ],
  },
});
