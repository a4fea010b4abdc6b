import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';

/**
 * Runs the file that is allowed leaks first: its permission must not carry over to the next file, even in the
 * same process.
 */
class AllowedFirst extends BaseSequencer {
  override async sort(files: Parameters<BaseSequencer['sort']>[0]): ReturnType<BaseSequencer['sort']> {
    return files.toSorted((a, b) => (a.moduleId < b.moduleId ? -1 : 1));
  }
}

/** Runs the planted leaks, which must fail: `leak-setup.test.ts` checks that. */
export default defineConfig({
  root: fileURLToPath(new URL('../../../../..', import.meta.url)),
  test: {
    include: ['src/main/core/testing/planted/*.planted.ts'],
    setupFiles: ['src/main/core/testing/leak-setup.ts'],
    maxWorkers: 1,
    sequence: { sequencer: AllowedFirst },
  },
});
