import type { DatabaseSync } from 'node:sqlite';
import type { FileFigures, JournalStep, WriterReply } from './protocol.ts';
import type { RowWriter } from './row-writer.ts';

/** The parts of the writing thread that its tasks share. */
export interface WriterContext {
  readonly database: DatabaseSync;
  readonly rows: RowWriter;
  readonly reply: (message: WriterReply) => void;
  readonly atStep: (step: JournalStep) => void;
  /** Folds a log over its limit into the database. */
  readonly checkpoint: () => void;
  readonly figures: () => FileFigures;
  /** Events held, whatever their age. */
  eventsHeld: number;
}

export const readNumber = (database: DatabaseSync, sql: string): number =>
  Number(database.prepare(sql).get()?.['value'] ?? 0);

/** Undoes the transaction that a failure left open. */
export const rollBack = (database: DatabaseSync): void => {
  if (database.isTransaction) database.exec('ROLLBACK');
};
