import type { ChatMessage, EventFilter, EventRecord } from '#shared/model/index.ts';
import type { HistoryAnswer, HistoryQuery } from '../journal-history-port.ts';
import type {
  ChatFilter,
  DeletedViewer,
  HealthTransition,
  JournalBackup,
  Viewer,
  ViewerRecord,
} from '../port.ts';
import type { RetentionPolicy } from '../retention.ts';
import type { MetricRollup, RollupFilter } from '../metric-rollup.ts';
import type { RecordFilter, RecordKind } from '../records/index.ts';
import type { ArchivedChange } from './batch.ts';
import type { PackedBatch } from './packed-batch.ts';

export {
  emptyBatch,
  type ArchivedChange,
  type Batch,
  type ChatRow,
  type EventRow,
  type RecordRow,
  type SnapshotRow,
} from './batch.ts';

/** Steps of the writer thread after which a crash leaves a different state. */
export const journalSteps = [
  'opened',
  'transaction-begun',
  'rows-written',
  'committed',
  'checkpointed',
  'pruned',
] as const;
export type JournalStep = (typeof journalSteps)[number];

export interface FileFigures {
  /** Number of stored events of any age. */
  readonly eventsHeld: number;
  readonly fileBytes: number;
  readonly walBytes: number;
  /**
   * True when the write-ahead log exceeds its limit and can't be merged, because a reader holds an old state.
   */
  readonly walPinned: boolean;
  /** Share of rows in the search index, 0 to 1. Below 1 while an older file is being reindexed. */
  readonly indexed: number;
}

/** The result of opening the database. `setAside` is the new name of a damaged file. */
export type OpenReport =
  | {
      readonly ok: true;
      readonly setAside: string | null;
      readonly lastBatch: number;
      readonly eventsHeld: number;
      readonly indexed: number;
    }
  | {
      readonly ok: false;
      /** A sentence that says what is wrong with which file, and what to do. */
      readonly message: string;
      /** True when a later attempt with the same file may succeed. */
      readonly retry: boolean;
    };

export type WriterRequest =
  | { readonly type: 'write'; readonly batch: PackedBatch }
  /** `ageNow` is the current time, from which ages are computed; null while it is in doubt. */
  | {
      readonly type: 'prune';
      readonly now: number;
      readonly ageNow: number | null;
      readonly policy: RetentionPolicy;
    }
  /** Marks the newest rows at an instant. `corrected` deletes later marks, because a wrong clock set them. */
  | { readonly type: 'mark-time'; readonly at: number; readonly corrected: boolean }
  /** Imports the records of another journal file that this journal doesn't have. */
  | { readonly type: 'import'; readonly source: string }
  | { readonly type: 'delete-viewer'; readonly viewer: Viewer }
  | CloseRequest;

/** Ends a thread, writer or reader, after all earlier requests are answered. */
export const closeRequest = { type: 'close' } as const;
export type CloseRequest = typeof closeRequest;

export type WriterReply =
  | { readonly type: 'opened'; readonly report: OpenReport }
  | {
      readonly type: 'committed';
      readonly batch: number;
      readonly figures: FileFigures;
      /** Messages on disk that changed. */
      readonly changedChat: readonly ArchivedChange[];
    }
  /** Nothing of the batch was written. `remedy` says what can help: a retry, a new file, or nothing. */
  | {
      readonly type: 'failed';
      readonly batch: number;
      readonly message: string;
      readonly remedy: 'retry' | 'new-file' | 'none';
    }
  | { readonly type: 'pruned'; readonly rows: number; readonly figures: FileFigures }
  /**
   * The readable records of another file were imported. `gaps` counts the places that couldn't be read.
   * `asked` is true for a reply to `import`, and false for the salvage of a damaged file.
   */
  | {
      readonly type: 'salvaged';
      readonly asked: boolean;
      readonly source: string;
      readonly taken: number;
      readonly gaps: number;
      readonly figures: FileFigures;
    }
  | { readonly type: 'salvage-failed'; readonly asked: boolean; readonly message: string }
  /** The index of an older file grew by one percent. This reply answers no request. */
  | { readonly type: 'indexed'; readonly asked: false; readonly figures: FileFigures }
  | { readonly type: 'prune-failed'; readonly message: string }
  | { readonly type: 'viewer-deleted'; readonly deleted: DeletedViewer; readonly figures: FileFigures }
  | { readonly type: 'viewer-not-deleted'; readonly message: string }
  | { readonly type: 'time-marked' };

export type Query =
  | { readonly kind: 'events'; readonly filter: EventFilter; readonly limit: number }
  | { readonly kind: 'chat'; readonly filter: ChatFilter; readonly limit: number }
  | { readonly kind: 'transitions'; readonly since: number; readonly limit: number }
  | { readonly kind: 'health-at'; readonly at: number }
  | {
      readonly kind: 'records';
      readonly recordKind: RecordKind;
      readonly filter: RecordFilter;
      readonly limit: number;
    }
  | { readonly kind: 'rollups'; readonly filter: RollupFilter; readonly limit: number }
  | { readonly kind: 'viewer'; readonly viewer: Viewer }
  | { readonly kind: 'history'; readonly query: HistoryQuery }
  | { readonly kind: 'backup'; readonly file: string };

export type QueryAnswer =
  | {
      readonly kind: 'events';
      readonly events: readonly EventRecord[];
      readonly more: boolean;
      readonly oldestAt: number | null;
    }
  | { readonly kind: 'chat'; readonly messages: readonly ChatMessage[] }
  | { readonly kind: 'transitions'; readonly transitions: readonly HealthTransition[] }
  /** Records as they were written, as JSON. */
  | { readonly kind: 'records'; readonly records: readonly string[] }
  | { readonly kind: 'rollups'; readonly rollups: readonly MetricRollup[] }
  | { readonly kind: 'viewer'; readonly record: ViewerRecord }
  | { readonly kind: 'history'; readonly answer: HistoryAnswer }
  | { readonly kind: 'backup'; readonly backup: JournalBackup };

export type ReaderRequest =
  { readonly type: 'ask'; readonly id: number; readonly query: Query } | CloseRequest;

export type ReaderReply =
  { readonly id: number; readonly answer: QueryAnswer } | { readonly id: number; readonly failure: string };

/** The start options of a writer thread. */
export interface WriterRole {
  readonly role: 'writer';
  readonly file: string;
  readonly now: number;
  /** True when the file is known to be damaged, regardless of the check at open. */
  readonly setAside: boolean;
}

export interface ReaderRole {
  readonly role: 'reader';
  readonly file: string;
}

export type WorkerRole = WriterRole | ReaderRole;

/** The start data of a thread's worker; `cancelled` is the memory of its `CancelledQueries`. */
export interface ThreadData {
  readonly role: WorkerRole;
  readonly cancelled: SharedArrayBuffer;
}
