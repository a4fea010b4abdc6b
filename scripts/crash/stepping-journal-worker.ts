/** The journal's thread, with a plug that is pulled at a named step and a write-ahead log that is folded in early. */
import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerRole } from '#main/journal/worker/protocol.ts';
import { runReader } from '#main/journal/worker/reader.ts';
import { runWriter } from '#main/journal/worker/writer.ts';
import { createPlug } from './plug.ts';

const role: WorkerRole = workerData;
if (!parentPort) throw new Error('This runs as a worker thread only');
if (role.role === 'writer') {
  runWriter(parentPort, role, { walLimitBytes: 256 * 1024, atStep: createPlug('journal') });
} else runReader(parentPort, role.file);
