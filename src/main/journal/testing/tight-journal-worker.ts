/** The journal's thread with a write-ahead log that may hold 256 KB, so that a test reaches its limit. */
import { runJournalThread } from '../worker/run-thread.ts';

runJournalThread({ walLimitBytes: 256 * 1024 });
