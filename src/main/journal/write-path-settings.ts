import type { Clock } from '#shared/kernel/index.ts';
import type { CleanUpPermit, RetentionPolicy } from './retention.ts';
import type { JournalThreads } from './threads/thread-port.ts';
import type { ArchivedChange } from './worker/protocol.ts';

export interface WritePathSettings {
  readonly file: string;
  readonly threads: JournalThreads;
  readonly clock: Clock;
  readonly capacity: number;
  readonly retention: RetentionPolicy;
  /** Called before each clean-up; null postpones it to the next round. */
  readonly mayCleanUp: () => Promise<CleanUpPermit | null>;
  readonly onProblem: (problem: string | null) => void;
  /** Called when a new file has replaced the database: connections to the old file must close. */
  readonly onFileReplaced: () => void;
  /** Called with the rows of older messages that a deletion or an edit changed. */
  readonly onChatChanged: (change: ArchivedChange) => void;
  /** Called with each write while a reader keeps the write-ahead log from being merged into the file. */
  readonly onLogPinned: () => void;
}
