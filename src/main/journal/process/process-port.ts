import type { WorkerRole } from '../worker/protocol.ts';

/**
 * A message to the journal's process. `body` is a request as its thread reads it: no other code parses it.
 */
export type ToProcess =
  | { readonly type: 'start'; readonly thread: number; readonly role: WorkerRole }
  | { readonly type: 'post'; readonly thread: number; readonly body: Uint8Array }
  | { readonly type: 'cancel'; readonly thread: number; readonly id: number }
  | { readonly type: 'end'; readonly thread: number }
  /** Asks for a `pong`, which proves that the process responds. */
  | { readonly type: 'ping' }
  /** Stops the process, after its threads have ended. */
  | { readonly type: 'finish' };

export type FromProcess =
  | { readonly type: 'reply'; readonly thread: number; readonly body: Uint8Array }
  /** The thread is gone; `failure` says why when nobody asked it to end. */
  | { readonly type: 'ended'; readonly thread: number; readonly failure: string | null }
  | { readonly type: 'pong' };

export interface JournalChildEvents {
  /** Called with a {@link FromProcess}. */
  onMessage(message: unknown): void;
  /** Called with chunks of the process's standard output and error. */
  onOutput(chunk: string): void;
  /**
   * Called once with the reason: a signal ("SIGSEGV"), an exit code ("exit code 1"), or why the process
   * couldn't start.
   */
  onExit(how: string): void;
}

/**
 * Handle on the journal's process, as a host starts it. The process starts at once; messages wait until it
 * listens.
 */
export interface JournalChild {
  /** Sends a {@link ToProcess}. Does nothing after the process has exited. */
  send(message: ToProcess): void;
  /** Kills the process (SIGKILL). */
  kill(): void;
  /** Keeps the program alive while a reply is due. */
  keepAlive(awaited: boolean): void;
}

export interface JournalChildOptions {
  /** The code of the process: `journal-process`, the source file or its bundle. */
  readonly entry: URL;
  readonly args: readonly string[];
}

/** Starts a separate process for the journal: `child_process` under Node, `utilityProcess` under Electron. */
export type StartJournalChild = (options: JournalChildOptions, events: JournalChildEvents) => JournalChild;
