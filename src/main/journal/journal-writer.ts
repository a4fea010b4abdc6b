import { Worker } from 'node:worker_threads';
import type { OpenReport, WriterReply, WriterRequest, WriterRole } from './worker/protocol.ts';

export interface WriterEvents {
  /** The first word of the thread: whether the database can be used. Nothing follows when it cannot. */
  onOpened(report: OpenReport): void;
  onReply(reply: Exclude<WriterReply, { type: 'opened' }>): void;
  /** The thread ended without being asked to. */
  onLost(reason: string): void;
}

/** The writing thread as its owner sees it. */
export class JournalWriter {
  readonly #worker: Worker;
  #ended = false;
  /** Answers still to come; the first is whether the database could be opened. */
  #awaited = 1;

  constructor(workerUrl: URL, role: WriterRole, events: WriterEvents) {
    this.#worker = new Worker(workerUrl, { workerData: role, name: 'journal-writer' });
    let refused = false;
    const lost = (reason: string): void => {
      if (this.#ended) return;
      this.#ended = true;
      if (!refused) events.onLost(reason);
    };
    this.#worker.on('message', (reply: WriterReply) => {
      if (this.#ended) return;
      // Told without being asked for.
      if (!('asked' in reply) || reply.asked) this.#awaited -= 1;
      // A thread that only waits for work must not keep the program alive; one that owes an answer must.
      if (this.#awaited === 0) this.#worker.unref();
      if (reply.type !== 'opened') {
        if (reply.type === 'closed') this.#ended = true;
        events.onReply(reply);
        return;
      }
      refused = !reply.report.ok;
      events.onOpened(reply.report);
    });
    this.#worker.on('error', (error) => lost(error.message));
    this.#worker.on('exit', () => lost('the writing thread ended'));
  }

  send(request: WriterRequest): void {
    this.#awaited += 1;
    this.#worker.ref();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
    this.#worker.postMessage(request);
  }

  /** Ends the thread now, whatever it is doing; an unfinished transaction is undone by SQLite. */
  async terminate(): Promise<void> {
    this.#ended = true;
    await this.#worker.terminate();
  }
}
