import { deserialize, serialize } from 'node:v8';
import { err, Fault, ok, type Clock, type Result } from '#shared/kernel/index.ts';
import type { JournalThread, JournalThreads } from './threads/thread-port.ts';
import type { Query, QueryAnswer, ReaderReply, ReaderRequest, ReaderRole } from './worker/protocol.ts';

/** Longest time for a search. By then its caller has given up, and other queries wait behind it. */
const queryLimitMs = 15_000;
/** Longest time for a backup, which is limited by the speed of the disk. */
const backupLimitMs = 600_000;

type Outcome = Result<QueryAnswer, Fault>;

const cancelledFault = (): Fault =>
  new Fault('journal.query-cancelled', 'The search was cancelled.', { kind: 'transient' });

const failedFault = (reason: string): Fault =>
  new Fault('journal.query-failed', `The journal couldn't be read: ${reason}. Try again.`, {
    kind: 'transient',
  });

/**
 * Sends queries to the reader thread. Starts the thread for the first query, and again after the thread has
 * died.
 */
export class JournalReader {
  readonly #role: ReaderRole;
  readonly #threads: JournalThreads;
  readonly #clock: Clock;
  readonly #waiting = new Map<number, (outcome: Outcome) => void>();
  #thread: JournalThread | undefined;
  #lastId = 0;

  constructor(options: { file: string; threads: JournalThreads; clock: Clock }) {
    this.#role = { role: 'reader', file: options.file };
    this.#threads = options.threads;
    this.#clock = options.clock;
  }

  ask(query: Query, signal?: AbortSignal): Promise<Outcome> {
    if (signal?.aborted) return Promise.resolve(err(cancelledFault()));
    const id = ++this.#lastId;
    const request: ReaderRequest = { type: 'ask', id, query };
    const thread = this.#start();
    return new Promise((resolve) => {
      const settle = (outcome: Outcome): void => {
        if (!this.#waiting.delete(id)) return;
        limit[Symbol.dispose]();
        signal?.removeEventListener('abort', onAbort);
        resolve(outcome);
      };
      const onAbort = (): void => {
        thread.cancel(id);
        settle(err(cancelledFault()));
      };
      const limitMs = query.kind === 'backup' ? backupLimitMs : queryLimitMs;
      const limit = this.#clock.setTimeout(() => {
        thread.cancel(id);
        settle(err(failedFault(`it took more than ${limitMs / 1_000} s`)));
      }, limitMs);
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiting.set(id, settle);
      thread.post(serialize(request));
    });
  }

  /** Stops the thread when it is idle, so that it doesn't pin an old state of the file. */
  async stopIfIdle(): Promise<void> {
    if (this.#waiting.size === 0) await this.stop();
  }

  /** Stops the thread and fails its open queries. The next query starts a new thread. */
  async stop(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    this.#failAll('it was closed');
    await thread?.end();
  }

  #start(): JournalThread {
    if (this.#thread) return this.#thread;
    const thread = this.#threads.start(this.#role, {
      onReply: (body) => {
        const reply: ReaderReply = deserialize(body);
        this.#waiting.get(reply.id)?.('answer' in reply ? ok(reply.answer) : err(failedFault(reply.failure)));
      },
      onLost: ({ reason }) => {
        if (this.#thread !== thread) return;
        this.#thread = undefined;
        this.#failAll(reason);
      },
    });
    // An idle thread must not keep the program alive.
    thread.keepAlive(false);
    this.#thread = thread;
    return thread;
  }

  #failAll(reason: string): void {
    for (const settle of this.#waiting.values()) settle(err(failedFault(reason)));
  }
}
