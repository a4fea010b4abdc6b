import type { DatabaseSync } from 'node:sqlite';

/** Number of index pages that one step merges: some milliseconds of work. */
const pagesPerStep = 64;

/**
 * Merges the segments of the search index in quiet moments. Fewer segments are searched faster, and merging
 * them during a burst of records would slow down every commit.
 */
export const createIndexKeeper = (database: DatabaseSync) => {
  const changes = database.prepare('SELECT total_changes() AS changes');
  const count = (): number => Number(changes.get()?.['changes']);
  const tables = ['events_words', 'chat_words'].map((table) =>
    database.prepare(`INSERT INTO ${table} (${table}, rank) VALUES ('merge', ${pagesPerStep})`),
  );
  return {
    /** Merges in one small transaction per index. Returns false when nothing is left to merge. */
    step: (): boolean => {
      const worked = tables.map((merge) => {
        const before = count();
        merge.run();
        // The command itself counts as one change; more changes mean that pages were written.
        return count() - before >= 2;
      });
      return worked.includes(true);
    },
  };
};
