import type { ChatMessage, EventFilter, EventRecord } from '#shared/model/index.ts';
import type { HistoryAnswer, HistoryQuery } from '../history-port.ts';
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

/** The moments of the writing thread's work at which a crash leaves something different behind. */
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
  /** Events held, whatever their age. */
  readonly eventsHeld: number;
  readonly fileBytes: number;
  readonly walBytes: number;
  /** Whether the write-ahead log is over its limit and cannot be folded in, because somebody reads an old state. */
  readonly walPinned: boolean;
  /** The share of all rows that searches by words know, 0 to 1: below 1 while an older file is being indexed anew. */
  readonly indexed: number;
}

/** How opening went. `setAside` names the damaged file that was found and kept. */
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
      /** A sentence: what is wrong with which file, and what to do. */
      readonly message: string;
      /** Whether the same file may work later without anybody changing the program. */
      readonly retry: boolean;
    };

export type WriterRequest =
  | { readonly type: 'write'; readonly batch: PackedBatch }
  /** `ageNow` is the time by which rows are old; null while it is not known. */
  | {
      readonly type: 'prune';
      readonly now: number;
      readonly ageNow: number | null;
      readonly policy: RetentionPolicy;
    }
  /** Notes which rows are the newest at an instant; `corrected` when later marks were a wrong clock's. */
  | { readonly type: 'mark-time'; readonly at: number; readonly corrected: boolean }
  /** Takes in the records of another journal file that this one does not hold. */
  | { readonly type: 'take-in'; readonly source: string }
  | { readonly type: 'delete-viewer'; readonly viewer: Viewer }
  | CloseRequest;

/** Ends a thread, whichever it is, once all requests before it are answered. */
export const closeRequest = { type: 'close' } as const;
export type CloseRequest = typeof closeRequest;

export type WriterReply =
  | { readonly type: 'opened'; readonly report: OpenReport }
  | {
      readonly type: 'committed';
      readonly batch: number;
      readonly figures: FileFigures;
      /** Messages that were on disk already and changed. */
      readonly changedChat: readonly ArchivedChange[];
    }
  /** Nothing of the batch was written. `remedy` says what can help: time, a new file, or nothing at all. */
  | {
      readonly type: 'failed';
      readonly batch: number;
      readonly message: string;
      readonly remedy: 'retry' | 'new-file' | 'none';
    }
  | { readonly type: 'pruned'; readonly rows: number; readonly figures: FileFigures }
  /**
   * What could be read of another file was taken over. `gaps` are the places that could not be read; `asked` tells an
   * answer to `take-in` from a damaged file's rescue.
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
  /** The index of an older file grew by a percent. Never asked for. */
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

/** What a writing thread is started with. */
export interface WriterRole {
  readonly role: 'writer';
  readonly file: string;
  readonly now: number;
  /** Whether the file is known to be damaged, whatever the check at open will say. */
  readonly setAside: boolean;
}

export interface ReaderRole {
  readonly role: 'reader';
  readonly file: string;
}

export type WorkerRole = WriterRole | ReaderRole;

/** The data that a thread's worker is started with; `cancelled` is the memory of its `CancelledQueries`. */
export interface ThreadData {
  readonly role: WorkerRole;
  readonly cancelled: SharedArrayBuffer;
}
