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

/** Puts the rows of a batch into their tables and indexes. The transaction around it is the caller's. */
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
    /** Tells how many events were new (one that is already there is left as it is), and which old messages changed. */
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
    takeInEvents: events.takeIn,
    takeInChat: chat.takeIn,
    takeInTransitions: transitions.importRows,
    takeInRecords: records.importRows,
    takeInRollups: rollups.importRows,
    takeInRuns: runs.importRows,
    takeInSnapshots: snapshots.importRows,
    /** After a transaction was undone or rows were deleted: what was remembered may not be in the tables. */
    forget(): void {
      names.forget();
      events.forget();
      chat.forget();
    },
  };
};

export type RowWriter = ReturnType<typeof createRowWriter>;
