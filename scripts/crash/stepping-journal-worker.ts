/** The journal's thread with a kill at a named step, and with an early checkpoint of the write-ahead log. */
import { runJournalThread } from '#main/journal/worker/run-thread.ts';
import { createKillPoint } from './kill-point.ts';

/** A power cut kills the program together with the journal's process. */
const cutPower = (): void => {
  process.kill(process.ppid, 'SIGKILL');
  process.kill(process.pid, 'SIGKILL');
};

runJournalThread({ walLimitBytes: 256 * 1024, atStep: createKillPoint('journal', cutPower) });
