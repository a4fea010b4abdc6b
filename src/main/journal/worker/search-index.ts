import type { DatabaseSync } from 'node:sqlite';
import { toIndexText, type SearchTerms } from '#shared/kernel/index.ts';

/** The full-text index of each table. */
export type IndexedTable = 'events' | 'chat';

const indexes: Readonly<Record<IndexedTable, { readonly table: string; readonly columns: string }>> = {
  events: { table: 'events_words', columns: 'message, topic, source' },
  chat: { table: 'chat_words', columns: 'text' },
};

/**
 * Index rows are numbered downwards from here, because FTS5 reads its lists upwards and must reach the newest
 * row first. The numbers stay below 2^42 as long as row numbers are above zero, and take six bytes.
 */
const lastIndexRow = 2 ** 42;

/** Converts a row number into its index number, and back. */
export const mirrored = (seq: string): string => `${lastIndexRow} - ${seq}`;

/** Returns the FTS5 query for the phrases; null when there are none, so the index can't help. */
export const toFtsQuery = ({ phrases }: SearchTerms): string | null =>
  phrases.length === 0
    ? null
    : phrases.map(({ tokens, prefix }) => `"${tokens.join(' ')}"${prefix ? '*' : ''}`).join(' AND ');

/** Returns the search without its prefixes; null when it has none. */
export const withoutPrefixes = ({ phrases, literals }: SearchTerms): SearchTerms | null =>
  phrases.some(({ prefix }) => prefix)
    ? { phrases: phrases.filter(({ prefix }) => !prefix), literals }
    : null;

/**
 * Writes the index of one table in the caller's transaction. New rows wait for `write`, because FTS5 expects
 * rows in the order of their numbers and creates a segment for each row that is out of order.
 */
export const createIndexWriter = (database: DatabaseSync, indexed: IndexedTable) => {
  const { table, columns } = indexes[indexed];
  const place = mirrored('CAST(? AS INTEGER)');
  const insert = database.prepare(
    `INSERT INTO ${table} (rowid, ${columns}) VALUES (${place}, ${columns.replaceAll(/\w+/g, '?')})`,
  );
  const remove = database.prepare(`DELETE FROM ${table} WHERE rowid = ${place}`);
  // Keyed by row, because a batch may both add and change a message.
  const waiting = new Map<number, readonly string[]>();
  const add = (seq: number, ...texts: readonly string[]): void => {
    waiting.set(seq, texts);
  };
  return {
    add,
    /** Like `add`, for a row whose texts may already be in the index. */
    replace: (seq: number, ...texts: readonly string[]): void => {
      remove.run(seq);
      add(seq, ...texts);
    },
    /** Removes a row immediately. */
    remove: (seq: number): void => {
      waiting.delete(seq);
      remove.run(seq);
    },
    write: (): void => {
      const entries = [...waiting].toSorted(([left], [right]) => right - left);
      waiting.clear();
      for (const [seq, texts] of entries) insert.run(seq, ...texts.map(toIndexText));
    },
    /** Drops waiting rows after their transaction was rolled back. */
    forget: (): void => {
      waiting.clear();
    },
  };
};

export type IndexWriter = ReturnType<typeof createIndexWriter>;
