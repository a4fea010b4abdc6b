import type { WorkerRole } from '../worker/protocol.ts';

/** A message to the journal's process. `body` is a request as its thread reads it: nothing else looks into it. */
export type ToProcess =
  | { readonly type: 'start'; readonly thread: number; readonly role: WorkerRole }
  | { readonly type: 'post'; readonly thread: number; readonly body: Uint8Array }
  | { readonly type: 'cancel'; readonly thread: number; readonly id: number }
  | { readonly type: 'end'; readonly thread: number }
  /** Asks for a `pong`, which shows that the process runs. */
  | { readonly type: 'ping' }
  /** Ends the process. Its threads were ended before. */
  | { readonly type: 'finish' };

export type FromProcess =
  | { readonly type: 'reply'; readonly thread: number; readonly body: Uint8Array }
  /** The thread is gone; `failure` says why when nobody asked it to end. */
  | { readonly type: 'ended'; readonly thread: number; readonly failure: string | null }
  | { readonly type: 'pong' };

export interface JournalChildEvents {
  /** Takes a {@link FromProcess}. */
  onMessage(message: unknown): void;
  /** Takes what the process writes to its standard output and error, in chunks. */
  onOutput(chunk: string): void;
  /** Called once: a signal ("SIGSEGV"), an exit code ("exit code 1"), or why the process could not be started. */
  onExit(how: string): void;
}

/** The journal's process as a host starts it. It starts at once; messages wait until it listens. */
export interface JournalChild {
  /** Sends a {@link ToProcess}. A process that is gone ignores it. */
  send(message: ToProcess): void;
  /** Ends the process at once, whatever it does (SIGKILL). */
  kill(): void;
  /** Keeps the program alive while an answer is due. */
  hold(awaited: boolean): void;
}

export interface JournalChildOptions {
  /** The code of the process: `journal-process`, the source file or its bundle. */
  readonly entry: URL;
  readonly args: readonly string[];
}

/** Starts a process of its own for the journal: `child_process` under Node, `utilityProcess` under Electron. */
export type StartJournalChild = (options: JournalChildOptions, events: JournalChildEvents) => JournalChild;
