import type { DatabaseSync } from 'node:sqlite';

/** Pages of the index that one step merges: some milliseconds of work. */
const pagesPerStep = 64;

/**
 * Merges the segments of the search index in quiet moments: fewer segments are searched faster, and merging them while
 * records pour in would make every commit longer.
 */
export const createIndexKeeper = (database: DatabaseSync) => {
  const changes = database.prepare('SELECT total_changes() AS changes');
  const count = (): number => Number(changes.get()?.['changes']);
  const tables = ['events_words', 'chat_words'].map((table) =>
    database.prepare(`INSERT INTO ${table} (${table}, rank) VALUES ('merge', ${pagesPerStep})`),
  );
  return {
    /** One small transaction for each index. False when there is nothing left to merge. */
    step: (): boolean => {
      const worked = tables.map((merge) => {
        const before = count();
        merge.run();
        // One change is the command itself; more means that pages were written.
        return count() - before >= 2;
      });
      return worked.includes(true);
    },
  };
};
