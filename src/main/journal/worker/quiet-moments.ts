import type { DatabaseSync } from 'node:sqlite';
import { createIndexKeeper } from './index-keeper.ts';

/** So long nothing is written until the search index is tidied, and so long after each step of it. */
const quietMs = 2_000;
const tidyPauseMs = 20;

/** Tidies the search index whenever nothing was written for a while. */
export const createQuietMoments = (database: DatabaseSync, checkpoint: () => void) => {
  const indexKeeper = createIndexKeeper(database);
  let timer: NodeJS.Timeout | undefined;
  const tidyIndex = (): void => {
    timer = undefined;
    if (!database.isOpen) return;
    try {
      if (indexKeeper.step()) timer = setTimeout(tidyIndex, tidyPauseMs);
    } catch {
      // A full or locked disk. The index works as it is; the next quiet moment comes.
    }
    checkpoint();
  };
  return {
    /** Starts the wait for quiet again. */
    await(): void {
      clearTimeout(timer);
      timer = setTimeout(tidyIndex, quietMs);
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  };
};
