import type { Fault, Result } from '#shared/kernel/index.ts';
import type {
  ChatChange,
  ChatMessage,
  EventFilter,
  EventRecord,
  ObservedSpan,
  SystemSnapshot,
} from '#shared/model/index.ts';
import type { HealthTransition } from './health-transition.ts';
import type { JournalHistory } from './journal-history-port.ts';
import type { MetricRollup, RollupFilter } from './metric-rollup.ts';
import type { KeptRecord, RecordFilter, RecordKind, RecordOfKind } from './records/index.ts';
import type { RetentionPolicy } from './retention.ts';

export type { HealthTransition };

export interface EventPage {
  readonly events: readonly EventRecord[];
  /** Pass as `before` for the next page; null at the end. */
  readonly next: string | null;
  /** Number of all stored events, regardless of the filter. */
  readonly total: number;
  /** Time of the oldest stored event, epoch milliseconds; null when there is none. */
  readonly oldestAt: number | null;
}

/** A filter for chat messages. Messages must match every given field. */
export interface ChatFilter {
  /** Words that the message must contain, all of them. */
  readonly text?: string;
  /** Only messages before this instant, epoch milliseconds. */
  readonly before?: number;
  readonly platform?: string;
  /** A user's complete id, login or display name; case, accents and width are ignored. */
  readonly user?: string;
  /** A prefix of a user's login or display name. */
  readonly name?: string;
}

export type JournalEntry =
  | { readonly kind: 'event'; readonly record: EventRecord }
  | { readonly kind: 'chat'; readonly record: ChatMessage }
  /** Updates stored messages; adds none. */
  | { readonly kind: 'chat-change'; readonly record: ChatChange }
  | { readonly kind: 'transition'; readonly record: HealthTransition }
  | { readonly kind: 'rollup'; readonly record: MetricRollup }
  /** A run of the program. Written again, with the same start, as the program continues to run. */
  | { readonly kind: 'run'; readonly record: ObservedSpan }
  | { readonly kind: 'snapshot'; readonly record: SystemSnapshot }
  | KeptRecord;

/**
 * The database of what happened. Appending never blocks and never throws. Records that couldn't be stored are
 * counted and reported.
 */
export interface Journal {
  appendEvent(event: EventRecord): void;
  /**
   * Appends a message. A message that was edited or deleted replaces its stored version, and is ignored when
   * there is none.
   */
  appendChat(message: ChatMessage): void;
  /** Updates the stored messages that a change affects, regardless of their age. Adds no messages. */
  appendChatChange(change: ChatChange): void;
  appendTransition(transition: HealthTransition): void;
  /** Appends an entry of any kind. A record replaces the stored record with the same id. */
  append(entry: JournalEntry): void;
  /** Resolves when the entry would survive a power cut. Use it when an answer depends on durability. */
  appendDurable(entry: JournalEntry): Promise<Result<void, Fault>>;
  /** Resolves when everything appended before is durable. */
  flush(): Promise<Result<void, Fault>>;
  /** Returns matching events, newest first, including everything appended before the call. */
  queryEvents(filter: EventFilter, limit: number, signal?: AbortSignal): Promise<Result<EventPage, Fault>>;
  /** Returns matching messages, newest first. */
  queryChat(
    filter: ChatFilter,
    limit: number,
    signal?: AbortSignal,
  ): Promise<Result<readonly ChatMessage[], Fault>>;
  /** Returns the transitions since an instant, oldest first. */
  queryTransitions(since: number, limit: number): Promise<Result<readonly HealthTransition[], Fault>>;
  /**
   * Returns the last transition of each component at or before an instant, by component id. A component
   * without a transition by then is missing.
   */
  queryHealthAt(at: number, signal?: AbortSignal): Promise<Result<readonly HealthTransition[], Fault>>;
  /** Returns the records of one kind, latest start first. */
  queryRecords<Kind extends RecordKind>(
    kind: Kind,
    filter: RecordFilter,
    limit: number,
    signal?: AbortSignal,
  ): Promise<Result<readonly RecordOfKind[Kind][], Fault>>;
  /** Returns one metric over a span of time, oldest first. */
  queryRollups(filter: RollupFilter, limit: number): Promise<Result<readonly MetricRollup[], Fault>>;
  /**
   * Writes a copy of the database, checks it by opening it, and only then gives it its name. When the check
   * fails, an existing copy stays.
   */
  backup(file: string, signal?: AbortSignal): Promise<Result<JournalBackup, Fault>>;
  /**
   * Imports the records of another journal file (a backup or a damaged file) that this journal doesn't have.
   * Existing records stay.
   */
  importFrom(file: string): Promise<Result<ImportedRecords, Fault>>;
  /** Returns everything stored about one viewer, for a person who asks for their data. */
  exportViewer(viewer: Viewer, signal?: AbortSignal): Promise<Result<ViewerRecord, Fault>>;
  /**
   * Deletes one viewer: their messages, and their names and id in events, from the tables, the search index
   * and the bytes of the file. Messages by others about them stay. Earlier backups contain the viewer until
   * they expire, but no deleted message is restored from them.
   */
  deleteViewer(viewer: Viewer): Promise<Result<DeletedViewer, Fault>>;
  /** Turns the chat archive on or off for new messages. Stored messages expire as usual. */
  setChatArchive(on: boolean): void;
  /** Sets the retention policy and deletes rows beyond it immediately. */
  setRetention(retention: Partial<RetentionPolicy>): void;
  /**
   * Marks an instant: stored rows arrived before it, rows appended from now on arrive after it. Clean-up
   * trusts these marks when a row's own timestamp contradicts them. `corrected` deletes later marks, because
   * a wrong clock set them.
   */
  markTime(at: number, corrected?: boolean): Promise<void>;
  /** The current retention policy. */
  readonly retention: RetentionPolicy;
  /**
   * Queries about the past: time travel, strips, charts of long spans, and stored rows. Reads what is on
   * disk.
   */
  readonly history: JournalHistory;
  /** Returns queue depth, rows written, rows dropped, file size and the current problem. */
  stats(): JournalStats;
  /** Writes queued records and closes the file. Safe to call twice. */
  close(): Promise<Result<void, Fault>>;
}

/** A person in chat, by their id on the platform. */
export interface Viewer {
  readonly platform: string;
  readonly userId: string;
}

export interface ViewerRecord extends Viewer {
  /** Every name that they used. */
  readonly names: readonly string[];
  /** Oldest first. */
  readonly messages: readonly ChatMessage[];
  /** Events that mention them, oldest first. */
  readonly events: readonly EventRecord[];
}

export interface DeletedViewer {
  /** Number of deleted messages. */
  readonly messages: number;
  /** Number of events from which their names were removed. */
  readonly events: number;
  /**
   * True when no byte of them is left in the file. In a very large file, traces may remain in unused pages
   * for a while.
   */
  readonly thorough: boolean;
}

export interface ImportedRecords {
  /** Number of records that were new to this journal. */
  readonly taken: number;
  /** Number of places in the file that couldn't be read. */
  readonly gaps: number;
}

export interface JournalBackup {
  readonly file: string;
  readonly bytes: number;
  readonly events: number;
}

export interface JournalStats {
  /**
   * `memory-only` while nothing can be written to disk; the newest records stay in memory and can be queried.
   */
  readonly state: 'open' | 'memory-only' | 'closed';
  /** The current problem, in a sentence; null when there is none. */
  readonly problem: string | null;
  readonly queued: number;
  readonly written: number;
  readonly dropped: number;
  /** Size of the database and its write-ahead log; null when there is no file. */
  readonly fileBytes: number | null;
  /** Share of records in the search index, 0 to 1. Below 1 while an older file is being reindexed. */
  readonly indexed: number;
}
