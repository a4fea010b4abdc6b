/**
 * The thread in which SQLite runs, so that no other thread ever waits for a disk. One such thread writes, another
 * reads: a long search does not hold up a commit.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerRole } from './protocol.ts';
import { runReader } from './reader.ts';
import { runWriter } from './writer.ts';

const role: WorkerRole = workerData;
if (!parentPort) throw new Error('journal-worker runs as a worker thread only');
if (role.role === 'writer') runWriter(parentPort, role);
else runReader(parentPort, role.file);
