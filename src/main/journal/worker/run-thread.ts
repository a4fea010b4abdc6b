import { parentPort, workerData } from 'node:worker_threads';
import { CancelledQueries } from './cancelled-queries.ts';
import type { ThreadData } from './protocol.ts';
import { runReader } from './reader.ts';
import { runWriter, type WriterOptions } from './writer.ts';

/** Does the work of the journal's thread that this worker was started as. */
export const runJournalThread = (options: WriterOptions = {}): void => {
  const { role, cancelled }: ThreadData = workerData;
  if (!parentPort) throw new Error('A journal thread runs as a worker thread only.');
  if (role.role === 'writer') runWriter(parentPort, role, options);
  else runReader(parentPort, role.file, new CancelledQueries(cancelled));
};
