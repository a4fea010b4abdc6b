/**
 * The thread that runs SQLite, so that no other thread ever waits for the disk. One thread writes and another
 * reads, so a long search doesn't delay a commit.
 */
import { runJournalThread } from './run-thread.ts';

runJournalThread();
