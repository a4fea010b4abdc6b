/** The journal's thread with a write-ahead log that may hold 256 KB, so that a test reaches its limit. */
import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerRole } from '../worker/protocol.ts';
import { runReader } from '../worker/reader.ts';
import { runWriter } from '../worker/writer.ts';

const role: WorkerRole = workerData;
if (!parentPort) throw new Error('This runs as a worker thread only');
if (role.role === 'writer') runWriter(parentPort, role, { walLimitBytes: 256 * 1024 });
else runReader(parentPort, role.file);
