import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { createNameWriter } from './chatter-names.ts';
import { displayNameOf, parseJsonObject, textColumn, type Row } from './rows.ts';
import { createIndexWriter, type IndexedTable } from './search-index.ts';

const rowsPerStep = 1_000;

/** Progress of reindexing one table. Stored in the same database, so that a kill loses at most one step. */
const backlogSchema = z.object({
  /** Rows above this number are in the index. */
  upTo: z.number(),
  done: z.number(),
  total: z.number(),
});
type Backlog = z.infer<typeof backlogSchema>;

const backlogKey = (table: IndexedTable): string => `unindexed-${table}`;

const readBacklog = (database: DatabaseSync, table: IndexedTable): Backlog | null => {
  const row = database.prepare('SELECT value FROM meta WHERE key = ?').get(backlogKey(table));
  const backlog = row && backlogSchema.safeParse(parseJsonObject(textColumn(row, 'value')));
  return backlog?.success ? backlog.data : null;
};

/** Queries for the row number and the indexed columns. */
const texts: Readonly<Record<IndexedTable, string>> = {
  events: `SELECT e.seq, e.message, t.name AS topic, s.name AS source FROM events e
    CROSS JOIN names t ON t.id = e.topic CROSS JOIN names s ON s.id = e.source
    WHERE e.seq <= CAST(? AS INTEGER) ORDER BY e.seq DESC LIMIT ${rowsPerStep}`,
  chat: `SELECT seq, text, chatter, user_name, rest FROM chat
    WHERE seq <= CAST(? AS INTEGER) ORDER BY seq DESC LIMIT ${rowsPerStep}`,
};

/**
 * Indexes rows that are older than the current index, newest first, in small transactions between other
 * writes. Null when nothing is left to do.
 */
export const createReindexer = (database: DatabaseSync) => {
  const backlogs = new Map<IndexedTable, Backlog>();
  for (const table of ['events', 'chat'] as const) {
    const backlog = readBacklog(database, table);
    if (backlog) backlogs.set(table, backlog);
  }
  if (backlogs.size === 0) return null;
  const keep = database.prepare('UPDATE meta SET value = ? WHERE key = ?');
  const addName = createNameWriter(database);
  const events = createIndexWriter(database, 'events');
  const chat = createIndexWriter(database, 'chat');
  const addToIndex: Readonly<Record<IndexedTable, (row: Row) => void>> = {
    events: (row) =>
      events.replace(
        Number(row['seq']),
        ...['message', 'topic', 'source'].map((column) => textColumn(row, column)),
      ),
    chat: (row) => {
      chat.replace(Number(row['seq']), textColumn(row, 'text'));
      addName(Number(row['chatter']), textColumn(row, 'user_name'), displayNameOf(textColumn(row, 'rest')));
    },
  };
  const finish = database.prepare('DELETE FROM meta WHERE key = ?');
  return {
    /** Indexes a bounded number of rows in one transaction. Returns false when all rows are indexed. */
    step(): boolean {
      const next = [...backlogs].find(([, { upTo }]) => upTo > 0);
      if (!next) return false;
      const [table, { upTo, done, total }] = next;
      database.exec('BEGIN IMMEDIATE');
      const rows = database.prepare(texts[table]).all(upTo);
      rows.forEach(addToIndex[table]);
      events.write();
      chat.write();
      const left: Backlog =
        rows.length < rowsPerStep
          ? { upTo: 0, done: total, total }
          : { upTo: Number(rows.at(-1)?.['seq']) - 1, done: done + rows.length, total };
      keep.run(JSON.stringify(left), backlogKey(table));
      const more = [...backlogs].some(([other, backlog]) => (other === table ? left : backlog).upTo > 0);
      if (!more) for (const other of backlogs.keys()) finish.run(backlogKey(other));
      database.exec('COMMIT');
      backlogs.set(table, left);
      return more;
    },
    /** Rolls back the transaction of a failed step. */
    undo(): void {
      if (database.isTransaction) database.exec('ROLLBACK');
      events.forget();
      chat.forget();
    },
    /**
     * Share of the older rows in the index, 0 to 1. Rows deleted meanwhile count as not indexed until the
     * end.
     */
    get share(): number {
      const all = [...backlogs.values()];
      const total = all.reduce((sum, backlog) => sum + backlog.total, 0);
      const done = all.reduce((sum, backlog) => sum + backlog.done, 0);
      return Math.min(done / Math.max(total, 1), 1);
    },
  };
};

/** Milliseconds until the next attempt after an error such as a full or locked disk. */
const retryMs = 5_000;

export interface Reindexing extends Disposable {
  /** Share of the older rows in the index, 0 to 1; 1 when there is nothing to index. */
  readonly share: number;
}

/**
 * Indexes older rows in the background. Pauses after each step for as long as it took, to use at most half of
 * the thread's time. `onProgress` is called for each percent of progress, and at the end.
 */
export const startReindexing = (database: DatabaseSync, onProgress: () => void): Reindexing => {
  let reindexer = createReindexer(database);
  let timer: NodeJS.Timeout | undefined;
  let announced = 0;
  const step = (): void => {
    const current = reindexer;
    if (!current || !database.isOpen) return;
    const began = performance.now();
    let pause = retryMs;
    try {
      if (!current.step()) reindexer = null;
      pause = performance.now() - began;
    } catch {
      current.undo();
    }
    const percent = Math.floor((reindexer?.share ?? 1) * 100);
    if (percent > announced) onProgress();
    announced = percent;
    if (reindexer) timer = setTimeout(step, pause);
  };
  if (reindexer) timer = setTimeout(step, 0);
  return {
    get share() {
      return reindexer?.share ?? 1;
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  };
};
