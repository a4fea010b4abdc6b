/**
 * The journal's own process, in which its threads run: a fault in SQLite or in Node's binding to it ends this process and not
 * the show. Its one argument is the URL of the threads' code.
 */
import process from 'node:process';
import { createSystemClock } from '#shared/kernel/index.ts';
import { createLocalThreads } from '../threads/local-threads.ts';
import { findParentChannel } from './parent-channel.ts';
import { serveThreads } from './serve-threads.ts';

/** Without teardown, which is of use to nobody and tears statements down under way. An open transaction is rolled back. */
const endAtOnce = (): void => void process.kill(process.pid, 'SIGKILL');

const [workerUrl] = process.argv.slice(2);
if (workerUrl === undefined) throw new Error('Usage: journal-process WORKER-URL');
// A terminal signals the whole group of processes. The parent still has records to write, and ends this process then.
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
