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
import type { JournalHistory } from './history-port.ts';
import type { MetricRollup, RollupFilter } from './metric-rollup.ts';
import type { KeptRecord, RecordFilter, RecordKind, RecordOfKind } from './records/index.ts';
import type { RetentionPolicy } from './retention.ts';

export type { HealthTransition };

export interface EventPage {
  readonly events: readonly EventRecord[];
  /** Pass as `before` for the next page; null at the end. */
  readonly next: string | null;
  /** All events held, whatever the filter. */
  readonly total: number;
  /** Time of the oldest event held, epoch milliseconds; null when there is none. */
  readonly oldestAt: number | null;
}

/** Which chat messages are wanted. All given filters must hold. */
export interface ChatFilter {
  /** Words that must all occur in the message. */
  readonly text?: string;
  /** Only messages before this instant, epoch milliseconds. */
  readonly before?: number;
  readonly platform?: string;
  /** A user's id, login or shown name, whole; case, accents and width are ignored. */
  readonly user?: string;
  /** The beginning of a user's login or shown name. */
  readonly name?: string;
}

export type JournalEntry =
  | { readonly kind: 'event'; readonly record: EventRecord }
  | { readonly kind: 'chat'; readonly record: ChatMessage }
  /** Alters the messages that it concerns, as far as they are held; adds none. */
  | { readonly kind: 'chat-change'; readonly record: ChatChange }
  | { readonly kind: 'transition'; readonly record: HealthTransition }
  | { readonly kind: 'rollup'; readonly record: MetricRollup }
  /** The program ran from then until now: written again under the same beginning. */
  | { readonly kind: 'run'; readonly record: ObservedSpan }
  | { readonly kind: 'snapshot'; readonly record: SystemSnapshot }
  | KeptRecord;

/** What happened, kept. Appending never waits and never throws; what could not be kept is counted and told. */
export interface Journal {
  appendEvent(event: EventRecord): void;
  /** One that was edited or deleted takes the place of its first writing; where that is not held, it is left out. */
  appendChat(message: ChatMessage): void;
  /** Alters the messages held that a change concerns, however old they are; a message that is not held is not added. */
  appendChatChange(change: ChatChange): void;
  appendTransition(transition: HealthTransition): void;
  /** Any kind of entry; a record with an id that is held already takes its place. */
  append(entry: JournalEntry): void;
  /** Resolves when the entry would survive a power cut: for what must not be answered before. */
  appendDurable(entry: JournalEntry): Promise<Result<void, Fault>>;
  /** Resolves when all that was appended before is durable. */
  flush(): Promise<Result<void, Fault>>;
  /** Newest first. What was appended before the call is found. */
  queryEvents(filter: EventFilter, limit: number, signal?: AbortSignal): Promise<Result<EventPage, Fault>>;
  /** Newest first. */
  queryChat(
    filter: ChatFilter,
    limit: number,
    signal?: AbortSignal,
  ): Promise<Result<readonly ChatMessage[], Fault>>;
  /** Transitions since an instant, oldest first. */
  queryTransitions(since: number, limit: number): Promise<Result<readonly HealthTransition[], Fault>>;
  /**
   * Time travel: the last transition of each component at or before an instant, by component id. A component that had
   * none by then is not in it.
   */
  queryHealthAt(at: number, signal?: AbortSignal): Promise<Result<readonly HealthTransition[], Fault>>;
  /** The records of one kind; the latest to begin first. */
  queryRecords<Kind extends RecordKind>(
    kind: Kind,
    filter: RecordFilter,
    limit: number,
    signal?: AbortSignal,
  ): Promise<Result<readonly RecordOfKind[Kind][], Fault>>;
  /** One metric over a time, oldest first. */
  queryRollups(filter: RollupFilter, limit: number): Promise<Result<readonly MetricRollup[], Fault>>;
  /**
   * Writes a copy of the database, checks it by opening it, and only then gives it its name. A copy that is there stays
   * when the new one is not good.
   */
  backup(file: string, signal?: AbortSignal): Promise<Result<JournalBackup, Fault>>;
  /** Takes in what another journal file (a backup, a damaged file) holds and this one does not. What is held stays. */
  takeIn(file: string): Promise<Result<TakenIn, Fault>>;
  /** Everything held of one viewer: for a person who asks what is known of them. */
  exportViewer(viewer: Viewer, signal?: AbortSignal): Promise<Result<ViewerRecord, Fault>>;
  /**
   * Deletes one viewer: their messages, and their names and id in events, from the tables, the search and the file's
   * bytes. What others wrote about them stays; backups made before keep them until they go, but bring no message back.
   */
  deleteViewer(viewer: Viewer): Promise<Result<DeletedViewer, Fault>>;
  /** Whether chat is kept from now on. What is held goes by its age. */
  setChatArchive(on: boolean): void;
  /** How long is kept what happened, from now on; what is over the new limits goes at once. */
  setRetention(retention: Partial<RetentionPolicy>): void;
  /**
   * Notes that an instant has come: what is held arrived before it, what is appended from now on arrives after it. Rows
   * go by these marks where their own stamps contradict them. `corrected`: later marks were a wrong clock's and go.
   */
  markTime(at: number, corrected?: boolean): Promise<void>;
  /** How long is kept what happened. */
  readonly retention: RetentionPolicy;
  /** What was: for time travel, strips, charts of long spans, and what is held. Reads what is on disk. */
  readonly history: JournalHistory;
  /** Queue depth, rows written, rows dropped, file size and the last problem. */
  stats(): JournalStats;
  /** Writes what is still queued and lets go of the file. Safe to call twice. */
  close(): Promise<Result<void, Fault>>;
}

/** A person in chat, by the id that the platform gave them. */
export interface Viewer {
  readonly platform: string;
  readonly userId: string;
}

export interface ViewerRecord extends Viewer {
  /** Every name under which they wrote. */
  readonly names: readonly string[];
  /** Oldest first. */
  readonly messages: readonly ChatMessage[];
  /** Events that name them, oldest first. */
  readonly events: readonly EventRecord[];
}

export interface DeletedViewer {
  /** Messages that are gone. */
  readonly messages: number;
  /** Events out of which their names were taken. */
  readonly events: number;
  /** Whether not a byte of them is left in the file; in a very large one remains may stand in unused places for a while. */
  readonly thorough: boolean;
}

export interface TakenIn {
  /** Records that are new here. */
  readonly taken: number;
  /** Places in the file that could not be read. */
  readonly gaps: number;
}

export interface JournalBackup {
  readonly file: string;
  readonly bytes: number;
  readonly events: number;
}

export interface JournalStats {
  /** `memory-only` while nothing reaches the disk: the newest records are still held and can be queried. */
  readonly state: 'open' | 'memory-only' | 'closed';
  /** What is wrong, in a sentence: why nothing is kept on disk, or that a damaged file was set aside. */
  readonly problem: string | null;
  readonly queued: number;
  readonly written: number;
  readonly dropped: number;
  /** Size of the database and its write-ahead log; null when there is no file. */
  readonly fileBytes: number | null;
  /** The share of all records that searches by words know, 0 to 1: below 1 while an older file is being indexed anew. */
  readonly indexed: number;
}
