import type { DatabaseSync } from 'node:sqlite';
import { toIndexText, type SearchTerms } from '#shared/kernel/index.ts';

/** The tables of an index, and the rows that it is of. */
export type IndexedTable = 'events' | 'chat';

const indexes: Readonly<Record<IndexedTable, { readonly table: string; readonly columns: string }>> = {
  events: { table: 'events_words', columns: 'message, topic, source' },
  chat: { table: 'chat_words', columns: 'text' },
};

/**
 * Rows of an index are numbered downwards from here, so that FTS5, which reads its lists upwards, comes to the newest first.
 * The numbers stay below 2^42 for as long as those of rows are above zero, and take six bytes.
 */
const lastIndexRow = 2 ** 42;

/** The number in the index of a row, and the row of a number in the index: the same sum. */
export const mirrored = (seq: string): string => `${lastIndexRow} - ${seq}`;

/** The FTS5 query for the phrases; null when there are none and the index is of no use. */
export const toFtsQuery = ({ phrases }: SearchTerms): string | null =>
  phrases.length === 0
    ? null
    : phrases.map(({ tokens, prefix }) => `"${tokens.join(' ')}"${prefix ? '*' : ''}`).join(' AND ');

/** The search without the words that may be longer in the text; null when there are none. */
export const withoutPrefixes = ({ phrases, literals }: SearchTerms): SearchTerms | null =>
  phrases.some(({ prefix }) => prefix)
    ? { phrases: phrases.filter(({ prefix }) => !prefix), literals }
    : null;

interface Entry {
  readonly seq: number;
  readonly texts: readonly string[];
}

/**
 * Writes the index of one table within the caller's transaction. What is put in waits for `write`, because FTS5 takes rows
 * in the order of their numbers and makes a segment of its own for each that is out of order.
 */
export const createIndexWriter = (database: DatabaseSync, indexed: IndexedTable) => {
  const { table, columns } = indexes[indexed];
  const place = mirrored('CAST(? AS INTEGER)');
  const insert = database.prepare(
    `INSERT INTO ${table} (rowid, ${columns}) VALUES (${place}, ${columns.replaceAll(/\w+/g, '?')})`,
  );
  const remove = database.prepare(`DELETE FROM ${table} WHERE rowid = ${place}`);
  let waiting: Entry[] = [];
  let inOrder = true;
  const forget = (): void => {
    waiting = [];
    inOrder = true;
  };
  const add = (seq: number, ...texts: readonly string[]): void => {
    inOrder &&= seq > (waiting.at(-1)?.seq ?? -Infinity);
    waiting.push({ seq, texts });
  };
  return {
    add,
    /** Like `add`, for a row of which the index may have other texts. */
    replace: (seq: number, ...texts: readonly string[]): void => {
      remove.run(seq);
      add(seq, ...texts);
    },
    /** At once. */
    remove: (seq: number): void => {
      remove.run(seq);
    },
    write: (): void => {
      // Rows mostly come in the order of their numbers.
      const entries = inOrder ? waiting : waiting.toSorted((left, right) => left.seq - right.seq);
      forget();
      for (let index = entries.length - 1; index >= 0; index -= 1) {
        const entry = entries[index];
        if (entry) insert.run(entry.seq, ...entry.texts.map(toIndexText));
      }
    },
    /** Drops what waits: the transaction that it was put in with was undone. */
    forget,
  };
};

export type IndexWriter = ReturnType<typeof createIndexWriter>;
