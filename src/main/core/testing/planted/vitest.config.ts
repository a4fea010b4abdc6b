import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Runs the planted leaks, which must fail: `leak-setup.test.ts` asks for that. */
export default defineConfig({
  root: fileURLToPath(new URL('../../../../..', import.meta.url)),
  test: {
    include: ['src/main/core/testing/planted/*.planted.ts'],
    setupFiles: ['src/main/core/testing/leak-setup.ts'],
  },
});
