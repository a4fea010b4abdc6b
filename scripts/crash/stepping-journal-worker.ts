/** The journal's thread, with a plug that is pulled at a named step and a write-ahead log that is folded in early. */
import { runJournalThread } from '#main/journal/worker/run-thread.ts';
import { createPlug } from './plug.ts';

/** A power cut takes the program with the journal's process. */
const cutPower = (): void => {
  process.kill(process.ppid, 'SIGKILL');
  process.kill(process.pid, 'SIGKILL');
};

runJournalThread({ walLimitBytes: 256 * 1024, atStep: createPlug('journal', cutPower) });
