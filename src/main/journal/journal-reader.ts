import { Worker } from 'node:worker_threads';
import { err, Fault, ok, type Clock, type Result } from '#shared/kernel/index.ts';
import type { Query, QueryAnswer, ReaderReply, ReaderRequest, ReaderRole } from './worker/protocol.ts';

/** A search that takes longer is stopped: the person who asked has given up, and others wait behind it. */
const queryLimitMs = 15_000;
/** A copy of a large database takes as long as the disk takes. */
const backupLimitMs = 600_000;

type Outcome = Result<QueryAnswer, Fault>;

const cancelledFault = (): Fault =>
  new Fault('journal.query-cancelled', 'The search was cancelled.', { kind: 'transient' });

const failedFault = (reason: string): Fault =>
  new Fault('journal.query-failed', `The journal could not be read: ${reason}. Try again.`, {
    kind: 'transient',
  });

/** Asks the reading thread, which is started for the first question and again after it died. */
export class JournalReader {
  readonly #role: ReaderRole;
  readonly #workerUrl: URL;
  readonly #clock: Clock;
  readonly #waiting = new Map<number, (outcome: Outcome) => void>();
  #worker: Worker | undefined;
  #lastId = 0;

  constructor(options: { file: string; workerUrl: URL; clock: Clock }) {
    this.#role = { role: 'reader', file: options.file };
    this.#workerUrl = options.workerUrl;
    this.#clock = options.clock;
  }

  ask(query: Query, signal?: AbortSignal): Promise<Outcome> {
    if (signal?.aborted) return Promise.resolve(err(cancelledFault()));
    const id = ++this.#lastId;
    const request: ReaderRequest = { id, query, cancelled: new SharedArrayBuffer(4) };
    const stopSearch = (): void => {
      Atomics.store(new Int32Array(request.cancelled), 0, 1);
    };
    return new Promise((resolve) => {
      const settle = (outcome: Outcome): void => {
        if (!this.#waiting.delete(id)) return;
        limit[Symbol.dispose]();
        signal?.removeEventListener('abort', onAbort);
        resolve(outcome);
      };
      const onAbort = (): void => {
        stopSearch();
        settle(err(cancelledFault()));
      };
      const limitMs = query.kind === 'backup' ? backupLimitMs : queryLimitMs;
      const limit = this.#clock.setTimeout(() => {
        stopSearch();
        settle(err(failedFault(`it took more than ${limitMs / 1_000} s`)));
      }, limitMs);
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiting.set(id, settle);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
      this.#start().postMessage(request);
    });
  }

  /** Ends the thread unless somebody waits for it: an idle one has no business with an old state of the file. */
  async letGo(): Promise<void> {
    if (this.#waiting.size === 0) await this.stop();
  }

  /** Ends the thread; questions still open are answered with a failure. The next question starts another. */
  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#failAll('it was closed');
    await worker?.terminate();
  }

  #start(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(this.#workerUrl, { workerData: this.#role, name: 'journal-reader' });
    // A thread that only waits for questions must not keep the program alive.
    worker.unref();
    worker.on('message', (reply: ReaderReply) => {
      this.#waiting.get(reply.id)?.('answer' in reply ? ok(reply.answer) : err(failedFault(reply.failure)));
    });
    const lost = (reason: string): void => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#failAll(reason);
    };
    worker.on('error', (error) => lost(error.message));
    worker.on('exit', () => lost('the reading thread ended'));
    this.#worker = worker;
    return worker;
  }

  #failAll(reason: string): void {
    for (const settle of this.#waiting.values()) settle(err(failedFault(reason)));
  }
}
