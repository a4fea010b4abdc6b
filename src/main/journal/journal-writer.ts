import { deserialize, serialize } from 'node:v8';
import type { JournalThread, JournalThreads, ThreadLoss } from './threads/thread-port.ts';
import type { CloseRequest, OpenReport, WriterReply, WriterRequest, WriterRole } from './worker/protocol.ts';

export interface WriterEvents {
  /** Called first, with the result of opening the database. Nothing follows a failure. */
  onOpened(report: OpenReport): void;
  onReply(reply: Exclude<WriterReply, { type: 'opened' }>): void;
  /** Called when the thread ended unexpectedly. */
  onLost(loss: ThreadLoss): void;
}

/** Handle on the writer thread. */
export class JournalWriter {
  readonly #thread: JournalThread;
  /** Number of replies still to come. The first is the report on opening the database. */
  #awaited = 1;

  constructor(threads: JournalThreads, role: WriterRole, events: WriterEvents) {
    let refused = false;
    this.#thread = threads.start(role, {
      onReply: (body) => {
        const reply: WriterReply = deserialize(body);
        // Some replies are unsolicited and answer no request.
        if (!('asked' in reply) || reply.asked) this.#awaited -= 1;
        // An idle thread must not keep the program alive; a thread that owes a reply must.
        if (this.#awaited === 0) this.#thread.keepAlive(false);
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
    this.#thread.keepAlive(true);
    this.#thread.post(serialize(request));
  }

  /** Closes the database after every request is answered, then ends the thread. */
  end(): Promise<void> {
    return this.#thread.end();
  }
}
