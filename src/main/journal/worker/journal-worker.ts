/**
 * The thread in which SQLite runs, so that no other thread ever waits for a disk. One such thread writes, another
 * reads: a long search does not hold up a commit.
 */
import { runJournalThread } from './run-thread.ts';

runJournalThread();
