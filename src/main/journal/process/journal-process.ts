/**
 * The journal's own process, which runs the journal's threads. A crash in SQLite or in Node's SQLite binding
 * ends this process and not the program. Its only argument is the URL of the threads' code.
 */
import process from 'node:process';
import { createSystemClock } from '#shared/kernel/index.ts';
import { createLocalThreads } from '../threads/local-threads.ts';
import { findParentChannel } from './parent-channel.ts';
import { serveThreads } from './serve-threads.ts';

/**
 * Exits without teardown, which could interrupt running statements. SQLite rolls back an open transaction.
 */
const endAtOnce = (): void => void process.kill(process.pid, 'SIGKILL');

const [workerUrl] = process.argv.slice(2);
if (workerUrl === undefined) throw new Error('Usage: journal-process WORKER-URL');
// A terminal signals the whole process group. The parent still has records to write, and stops this process
// afterwards.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

const channel = findParentChannel(process);
const serve = serveThreads(createLocalThreads(new URL(workerUrl), createSystemClock()), {
  send: (message) => channel.send(message),
  end: (atOnce) => {
    if (atOnce) endAtOnce();
    else process.exit(0);
  },
});
channel.listen(serve, endAtOnce);
