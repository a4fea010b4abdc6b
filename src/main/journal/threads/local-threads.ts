import { serialize } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { startDeadline, type Clock } from '#shared/kernel/index.ts';
import { CancelledQueries } from '../worker/cancelled-queries.ts';
import { closeRequest, type ThreadData, type WorkerRole } from '../worker/protocol.ts';
import type { JournalThread, JournalThreads, ThreadEvents } from './thread-port.ts';

/** Time limit for a thread to finish its statement and close its database. */
const endLimitMs = 1_000;
const retryMs = 5_000;

export interface LocalThreads extends JournalThreads {
  /** True while a thread that exceeded its time limit still runs. */
  readonly stuck: boolean;
}

/**
 * Starts the journal's threads in this process. `workerUrl` is the source file of `journal-worker`, or its
 * bundle.
 */
export const createLocalThreads = (workerUrl: URL, clock: Clock): LocalThreads => {
  const stuck = new Set<LocalThread>();
  return {
    start: (role, events) => new LocalThread(workerUrl, clock, role, events, stuck),
    get stuck() {
      return stuck.size > 0;
    },
  };
};

class LocalThread implements JournalThread {
  readonly #worker: Worker;
  readonly #clock: Clock;
  readonly #stuck: Set<LocalThread>;
  readonly #cancelled = new CancelledQueries();
  readonly #exited = Promise.withResolvers<void>();
  #gone = false;
  #ending: Promise<void> | undefined;

  constructor(workerUrl: URL, clock: Clock, role: WorkerRole, events: ThreadEvents, stuck: Set<LocalThread>) {
    this.#clock = clock;
    this.#stuck = stuck;
    const data: ThreadData = { role, cancelled: this.#cancelled.buffer };
    this.#worker = new Worker(workerUrl, { workerData: data, name: `journal-${role.role}` });
    let failure = 'its thread ended';
    this.#worker.on('message', (body: Uint8Array) => events.onReply(body));
    this.#worker.on('error', (error) => {
      failure = error.message;
    });
    this.#worker.on('exit', () => {
      this.#gone = true;
      this.#stuck.delete(this);
      this.#exited.resolve();
      if (!this.#ending) events.onLost({ reason: failure, retryMs, notice: null });
    });
  }

  post(body: Uint8Array): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
    this.#worker.postMessage(body);
  }

  cancel(id: number): void {
    this.#cancelled.add(id);
  }

  keepAlive(awaited: boolean): void {
    if (awaited) this.#worker.ref();
    else this.#worker.unref();
  }

  end(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    if (this.#gone) return;
    this.#cancelled.addAll();
    this.#worker.ref();
    this.post(serialize(closeRequest));
    const late = Promise.withResolvers<void>();
    const limit = startDeadline(this.#clock, () => late.resolve(), endLimitMs);
    await Promise.race([this.#exited.promise, late.promise]);
    limit[Symbol.dispose]();
    // Never `terminate()`: Node may crash when a statement or a copy is torn down under way. It ends after
    // its statement.
    if (!this.#gone) this.#stuck.add(this);
    this.#worker.unref();
  }
}
