import type { Clock } from '#shared/kernel/index.ts';
import type { Journal } from './port.ts';
import type { ArchivedChange } from './worker/protocol.ts';
import { WorkerJournal } from './worker-journal.ts';
import type { CleanUpPermit, RetentionPolicy } from './retention.ts';
import type { JournalThreads } from './threads/thread-port.ts';

export interface JournalOptions {
  /** The database file. A missing folder is created. */
  readonly file: string;
  /** Starts the threads that run SQLite, in a process of their own or in this one. */
  readonly threads: JournalThreads;
  readonly clock: Clock;
  /**
   * The maximum number of records in memory: waiting for the disk, or kept while the disk can't be written.
   */
  readonly capacity?: number;
  readonly retention?: Partial<RetentionPolicy>;
  /**
   * Called before each clean-up; null postpones it. By default the clock is trusted and clean-ups never wait.
   */
  readonly mayCleanUp?: () => Promise<CleanUpPermit | null>;
  /** Called when {@link JournalStats.problem} changes. */
  readonly onProblem?: (problem: string | null) => void;
  /** Called with messages of any age that {@link Journal.appendChatChange} changed on disk, oldest first. */
  readonly onChatChanged?: (change: ArchivedChange) => void;
}

export const defaultRetention: RetentionPolicy = {
  eventDays: 30,
  eventRows: 1_000_000,
  chatDays: 90,
  chatRows: 10_000_000,
  transitionDays: 365,
  recordDays: 365,
  rollupDays: 365,
};

/**
 * Opens the journal. Always returns a usable journal: when the file is damaged, inaccessible, or still being
 * checked after three seconds, the journal starts in memory and reports this in its stats.
 */
export const openJournal = async (options: JournalOptions): Promise<Journal> => {
  const journal = new WorkerJournal({
    ...options,
    capacity: options.capacity ?? 20_000,
    retention: { ...defaultRetention, ...options.retention },
    mayCleanUp: options.mayCleanUp ?? (async () => ({ ageNow: options.clock.now() })),
    onProblem: options.onProblem ?? (() => undefined),
    onChatChanged: options.onChatChanged ?? (() => undefined),
  });
  await journal.connected();
  return journal;
};
