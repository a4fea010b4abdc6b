import { deserialize, serialize } from 'node:v8';
import type { JournalThread, JournalThreads, ThreadLoss } from './threads/thread-port.ts';
import type { CloseRequest, OpenReport, WriterReply, WriterRequest, WriterRole } from './worker/protocol.ts';

export interface WriterEvents {
  /** The first word of the thread: whether the database can be used. Nothing follows when it cannot. */
  onOpened(report: OpenReport): void;
  onReply(reply: Exclude<WriterReply, { type: 'opened' }>): void;
  /** The thread ended without being asked to. */
  onLost(loss: ThreadLoss): void;
}

/** The writing thread as its owner sees it. */
export class JournalWriter {
  readonly #thread: JournalThread;
  /** Answers still to come; the first is whether the database could be opened. */
  #awaited = 1;

  constructor(threads: JournalThreads, role: WriterRole, events: WriterEvents) {
    let refused = false;
    this.#thread = threads.start(role, {
      onReply: (body) => {
        const reply: WriterReply = deserialize(body);
        // Told without being asked for.
        if (!('asked' in reply) || reply.asked) this.#awaited -= 1;
        // A thread that only waits for work must not keep the program alive; one that owes an answer must.
        if (this.#awaited === 0) this.#thread.hold(false);
        if (reply.type !== 'opened') {
          events.onReply(reply);
          return;
        }
        refused = !reply.report.ok;
        events.onOpened(reply.report);
      },
      onLost: (loss) => {
        if (!refused) events.onLost(loss);
      },
    });
  }

  send(request: Exclude<WriterRequest, CloseRequest>): void {
    this.#awaited += 1;
    this.#thread.hold(true);
    this.#thread.post(serialize(request));
  }

  /** Closes the database once all that was sent is answered, and ends the thread. */
  end(): Promise<void> {
    return this.#thread.end();
  }
}
