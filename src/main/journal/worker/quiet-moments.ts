import type { DatabaseSync } from 'node:sqlite';
import { createIndexKeeper } from './index-keeper.ts';

/** Milliseconds without a write before the search index is tidied, and between its steps. */
const quietMs = 2_000;
const tidyPauseMs = 20;

/** Tidies the search index when nothing was written for a while. */
export const createQuietMoments = (database: DatabaseSync, checkpoint: () => void) => {
  const indexKeeper = createIndexKeeper(database);
  let timer: NodeJS.Timeout | undefined;
  const tidyIndex = (): void => {
    timer = undefined;
    if (!database.isOpen) return;
    try {
      if (indexKeeper.step()) timer = setTimeout(tidyIndex, tidyPauseMs);
    } catch {
      // A full or locked disk. The index works without tidying, so try again in the next quiet moment.
    }
    checkpoint();
  };
  return {
    /** Restarts the wait for a quiet moment. */
    await(): void {
      clearTimeout(timer);
      timer = setTimeout(tidyIndex, quietMs);
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  };
};
