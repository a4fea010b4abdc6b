import type { WorkerRole } from '../worker/protocol.ts';

/** The unexpected end of a thread. */
export interface ThreadLoss {
  /** The second half of a sentence: "its process ended (SIGSEGV)". */
  readonly reason: string;
  /** Milliseconds until the thread may be restarted. */
  readonly retryMs: number;
  /** A notice to show after the restart; null when there is none. */
  readonly notice: string | null;
}

export interface ThreadEvents {
  /** Called with a reply, serialized by `node:v8`. */
  onReply(body: Uint8Array): void;
  /** Called once, never before `start` has returned, and never after `end` was called. */
  onLost(loss: ThreadLoss): void;
}

/** Handle on a thread of the journal, in this process or in another. */
export interface JournalThread {
  /** Sends a request, serialized by `node:v8`. Does nothing after the thread has ended. */
  post(body: Uint8Array): void;
  /** Cancels the query with this id, even while it runs. */
  cancel(id: number): void;
  /**
   * Sets whether the thread keeps the program alive, which it must while a reply is due. A new thread keeps
   * it alive.
   */
  keepAlive(awaited: boolean): void;
  /**
   * Cancels queries, waits for the replies to other requests, and resolves when the thread has closed its
   * database and ended, or after a time limit. Never interrupts a statement.
   */
  end(): Promise<void>;
}

/** Starts the threads of a journal. */
export interface JournalThreads {
  start(role: WorkerRole, events: ThreadEvents): JournalThread;
}
