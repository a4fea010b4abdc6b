import { parentPort, workerData } from 'node:worker_threads';
import { CancelledQueries } from './cancelled-queries.ts';
import type { ThreadData } from './protocol.ts';
import { runReader } from './reader.ts';
import { runWriter, type WriterOptions } from './writer.ts';

/** Runs the journal thread for which this worker was started. */
export const runJournalThread = (options: WriterOptions = {}): void => {
  const { role, cancelled }: ThreadData = workerData;
  if (!parentPort) throw new Error('A journal thread must run as a worker thread.');
  if (role.role === 'writer') runWriter(parentPort, role, options);
  else runReader(parentPort, role.file, new CancelledQueries(cancelled));
};
