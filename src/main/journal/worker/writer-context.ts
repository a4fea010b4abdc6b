import type { DatabaseSync } from 'node:sqlite';
import type { FileFigures, JournalStep, WriterReply } from './protocol.ts';
import type { RowWriter } from './row-writer.ts';

/** The state that the tasks of the writer thread share. */
export interface WriterContext {
  readonly database: DatabaseSync;
  readonly rows: RowWriter;
  readonly reply: (message: WriterReply) => void;
  readonly atStep: (step: JournalStep) => void;
  /** Merges a write-ahead log that exceeds its limit. */
  readonly checkpoint: () => void;
  readonly figures: () => FileFigures;
  /** Number of stored events of any age. */
  eventsHeld: number;
}

export const readNumber = (database: DatabaseSync, sql: string): number =>
  Number(database.prepare(sql).get()?.['value'] ?? 0);

/** Rolls back the transaction that a failure left open. */
export const rollBack = (database: DatabaseSync): void => {
  if (database.isTransaction) database.exec('ROLLBACK');
};
