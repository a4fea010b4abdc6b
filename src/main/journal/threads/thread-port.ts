import type { WorkerRole } from '../worker/protocol.ts';

/** The end of a thread that nobody asked to end. */
export interface ThreadLoss {
  /** The end of a sentence: "its process ended (SIGSEGV)". */
  readonly reason: string;
  /** Milliseconds until the thread may be started again. */
  readonly retryMs: number;
  /** A sentence to show once the thread runs again; null when there is nothing to say. */
  readonly notice: string | null;
}

export interface ThreadEvents {
  /** Takes a reply, serialized by `node:v8`. */
  onReply(body: Uint8Array): void;
  /** Called once, never before `start` has returned, and never after `end` was called. */
  onLost(loss: ThreadLoss): void;
}

/** A thread of the journal, in this process or in another. */
export interface JournalThread {
  /** Sends a request, serialized by `node:v8`. A thread that is gone ignores it. */
  post(body: Uint8Array): void;
  /** Stops the query of that id, even while it runs. */
  cancel(id: number): void;
  /** Keeps the program alive while an answer is due. A new thread is held. */
  hold(awaited: boolean): void;
  /**
   * Cancels queries, lets requests that were posted before be answered, and resolves when the thread has closed its database
   * and is gone, or after a time limit. A thread is never stopped in the middle of a statement.
   */
  end(): Promise<void>;
}

/** Starts the threads of a journal. */
export interface JournalThreads {
  start(role: WorkerRole, events: ThreadEvents): JournalThread;
}
