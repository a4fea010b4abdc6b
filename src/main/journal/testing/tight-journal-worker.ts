/** The journal's thread with a write-ahead log limit of 256 KB, so that a test reaches it. */
import { runJournalThread } from '../worker/run-thread.ts';

runJournalThread({ walLimitBytes: 256 * 1024 });
