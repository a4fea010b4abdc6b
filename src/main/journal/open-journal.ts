import type { Clock } from '#shared/kernel/index.ts';
import type { Journal } from './port.ts';
import type { ArchivedChange } from './worker/protocol.ts';
import { WorkerJournal } from './worker-journal.ts';
import type { CleanUpPermit, RetentionPolicy } from './retention.ts';
import type { JournalThreads } from './threads/thread-port.ts';

export interface JournalOptions {
  /** The database file; its folder is made when it is missing. */
  readonly file: string;
  /** Starts the threads in which SQLite runs: in a process of their own, or in this one. */
  readonly threads: JournalThreads;
  readonly clock: Clock;
  /** Most records that wait for the disk, or are held in memory while there is none. */
  readonly capacity?: number;
  readonly retention?: Partial<RetentionPolicy>;
  /** Asked before each clean-up; null puts it off. Left out: the clock is believed, and nothing is waited for. */
  readonly mayCleanUp?: () => Promise<CleanUpPermit | null>;
  /** Called when {@link JournalStats.problem} changes. */
  readonly onProblem?: (problem: string | null) => void;
  /** Called with messages of any age that {@link Journal.appendChatChange} altered on disk, oldest first. */
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
 * Opens the journal. Always answers with one that works: when the file is damaged, out of reach, or still being checked
 * after three seconds, it starts in memory and says so in its stats.
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
