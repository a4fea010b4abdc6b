import type { DatabaseSync } from 'node:sqlite';
import { recordKinds } from '../records/index.ts';
import type { RecordTables } from '../records/record-kind.ts';
import type { ArchivedChange, Batch } from './batch.ts';
import { createChatWriter } from './chat-writer.ts';
import { createEventWriter } from './event-writer.ts';
import { createNameIds } from './row-ids.ts';
import {
  createRecordWriter,
  createRollupWriter,
  createRunWriter,
  createSnapshotWriter,
  createTransitionWriter,
} from './table-writers.ts';

/** Writes the rows of a batch into their tables and indexes. The caller owns the transaction. */
export const createRowWriter = (database: DatabaseSync, kinds: RecordTables = recordKinds) => {
  const names = createNameIds(database);
  const events = createEventWriter(database, names);
  const chat = createChatWriter(database, names);
  const transitions = createTransitionWriter(database);
  const records = createRecordWriter(database, kinds);
  const rollups = createRollupWriter(database);
  const runs = createRunWriter(database);
  const snapshots = createSnapshotWriter(database);
  return {
    /**
     * Returns the number of new events (existing ones stay unchanged), and the older messages that changed.
     */
    write(batch: Batch): { readonly events: number; readonly changedChat: readonly ArchivedChange[] } {
      const added = events.write(batch.events);
      const changedChat = chat.write(batch);
      events.writeIndex();
      chat.writeIndex();
      transitions.write(batch.transitions);
      records.write(batch.records);
      rollups.write(batch.rollups);
      runs.write(batch.runs);
      snapshots.write(batch.snapshots);
      return { events: added, changedChat };
    },
    importEvents: events.importRows,
    importChat: chat.importRows,
    importTransitions: transitions.importRows,
    importRecords: records.importRows,
    importRollups: rollups.importRows,
    importRuns: runs.importRows,
    importSnapshots: snapshots.importRows,
    /** Clears the caches after a rollback or a deletion, because cached rows may no longer exist. */
    forget(): void {
      names.forget();
      events.forget();
      chat.forget();
    },
  };
};

export type RowWriter = ReturnType<typeof createRowWriter>;
