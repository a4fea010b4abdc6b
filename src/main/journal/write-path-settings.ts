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
  /** Asked before each clean-up; null puts it off to the next round. */
  readonly mayCleanUp: () => Promise<CleanUpPermit | null>;
  readonly onProblem: (problem: string | null) => void;
  /** Another file stands where the database was: connections to the old one are of no use. */
  readonly onFileReplaced: () => void;
  /** Called with the rows of older messages that a deletion or an edit altered. */
  readonly onChatChanged: (change: ArchivedChange) => void;
  /** The write-ahead log cannot be folded in while somebody reads: called with each write until it can. */
  readonly onLogPinned: () => void;
}
