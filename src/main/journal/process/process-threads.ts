import { startDeadline, type Clock } from '#shared/kernel/index.ts';
import type { JournalThread, JournalThreads, ThreadEvents, ThreadLoss } from '../threads/thread-port.ts';
import type { WorkerRole } from '../worker/protocol.ts';
import { OutputLines } from './output-lines.ts';
import type { FromProcess, JournalChild, StartJournalChild } from './process-port.ts';
import { RemoteThread } from './remote-thread.ts';
import { RestartBackoff } from './restart-backoff.ts';

/** A process that misses this many pings in a row counts as frozen and is killed. */
const pingEveryMs = 2_500;
const missedPings = 4;
/** Time limit for the process to exit after its threads have ended. */
const finishLimitMs = 500;

export interface ProcessThreadsOptions {
  readonly startChild: StartJournalChild;
  /** The code of the process, and of the threads in it. */
  readonly entry: URL;
  readonly workerUrl: URL;
  readonly clock: Clock;
  /** Writes a line to the log. */
  readonly log: (line: string) => void;
  readonly backoff?: RestartBackoff;
}

interface RunningChild {
  readonly child: JournalChild;
  readonly startedAt: number;
  readonly pings: Disposable;
  unanswered: number;
  /** Reason why this class killed the process; null when it ended by itself. */
  killedFor: string | null;
}

const isFromProcess = (message: unknown): message is FromProcess =>
  typeof message === 'object' &&
  message !== null &&
  'type' in message &&
  (message.type === 'reply' || message.type === 'ended' || message.type === 'pong');

/**
 * Runs the journal's threads in a separate process. The process starts with its first thread. When it ends,
 * all its threads are lost. The next thread starts a new process, but not before the backoff has passed.
 */
export class ProcessThreads implements JournalThreads {
  readonly #options: ProcessThreadsOptions;
  readonly #threads = new Map<number, RemoteThread>();
  readonly #backoff: RestartBackoff;
  #running: RunningChild | undefined;
  #lastThread = 0;
  /** The last end of the process: the reason, and the earliest time of a restart. */
  #ended: { readonly how: string; readonly restartAt: number } | undefined;
  #ends = 0;
  #closing: { readonly done: () => void } | undefined;

  constructor(options: ProcessThreadsOptions) {
    this.#options = options;
    this.#backoff = options.backoff ?? new RestartBackoff();
  }

  start(role: WorkerRole, events: ThreadEvents): JournalThread {
    const id = ++this.#lastThread;
    const thread = new RemoteThread(id, events, {
      send: (message) => this.#running?.child.send(message),
      keepAliveChanged: () => this.#updateKeepAlive(),
      forget: () => this.#forget(id),
      clock: this.#options.clock,
    });
    const waitMs = (this.#ended?.restartAt ?? 0) - this.#options.clock.monotonic();
    if (this.#closing || (!this.#running && this.#ended && waitMs > 0)) {
      const loss = this.#describeLoss(Math.max(0, Math.ceil(waitMs)));
      queueMicrotask(() => thread.lose(loss));
      return thread;
    }
    this.#threads.set(id, thread);
    const { child } = (this.#running ??= this.#startChild());
    child.send({ type: 'start', thread: id, role });
    this.#updateKeepAlive();
    return thread;
  }

  /** Stops the process. Its threads should have ended before. */
  async close(): Promise<void> {
    const running = this.#running;
    if (!running || this.#closing) return;
    const exited = Promise.withResolvers<void>();
    this.#closing = { done: exited.resolve };
    running.child.keepAlive(true);
    running.child.send({ type: 'finish' });
    using _limit = startDeadline(this.#options.clock, () => running.child.kill(), finishLimitMs);
    await exited.promise;
  }

  #startChild(): RunningChild {
    const { startChild, entry, workerUrl, clock, log } = this.#options;
    const output = new OutputLines(log);
    const child = startChild(
      { entry, args: [workerUrl.href] },
      {
        onMessage: (message) => {
          if (this.#running === running && isFromProcess(message)) this.#onMessage(running, message);
        },
        onOutput: (chunk) => output.add(chunk),
        onExit: (how) => {
          output.finish();
          this.#onExit(running, running.killedFor ?? how);
        },
      },
    );
    const running: RunningChild = {
      child,
      startedAt: clock.monotonic(),
      pings: clock.setInterval(() => this.#ping(running), pingEveryMs),
      unanswered: 0,
      killedFor: null,
    };
    return running;
  }

  #ping(running: RunningChild): void {
    if (running.killedFor !== null) return;
    if (running.unanswered >= missedPings) {
      running.killedFor = `no answer for ${(pingEveryMs * missedPings) / 1_000} s`;
      running.child.kill();
      return;
    }
    running.unanswered += 1;
    running.child.send({ type: 'ping' });
  }

  #onMessage(running: RunningChild, message: FromProcess): void {
    running.unanswered = 0;
    switch (message.type) {
      case 'reply':
        this.#threads.get(message.thread)?.reply(message.body);
        break;
      case 'ended': {
        const thread = this.#threads.get(message.thread);
        this.#threads.delete(message.thread);
        thread?.lose({ reason: message.failure ?? 'its thread ended', retryMs: 5_000, notice: null });
        this.#updateKeepAlive();
        break;
      }
      case 'pong':
        break;
    }
  }

  #onExit(running: RunningChild, how: string): void {
    if (this.#running !== running) return;
    this.#running = undefined;
    running.pings[Symbol.dispose]();
    if (!this.#closing) {
      const { clock, log } = this.#options;
      const now = clock.monotonic();
      this.#ended = { how, restartAt: now + this.#backoff.next(now - running.startedAt) };
      this.#ends += 1;
      log(`The journal's process ended (${how}).`);
    }
    const loss = this.#describeLoss(
      Math.max(0, (this.#ended?.restartAt ?? 0) - this.#options.clock.monotonic()),
    );
    const lost = [...this.#threads.values()];
    this.#threads.clear();
    for (const thread of lost) thread.lose(loss);
    this.#closing?.done();
  }

  #describeLoss(retryMs: number): ThreadLoss {
    const how = this.#ended?.how ?? 'closed';
    const times = this.#ends > 1 ? ` It has ended ${this.#ends} times since Cuelight started.` : '';
    return {
      reason: `its process ended (${how})`,
      retryMs,
      notice: this.#ended ? `The journal's process ended (${how}) and was restarted.${times}` : null,
    };
  }

  #updateKeepAlive(): void {
    this.#running?.child.keepAlive([...this.#threads.values()].some((thread) => thread.keepsAlive));
  }

  /**
   * Forgets a thread that didn't end in time, because its process is frozen or busy with a statement. `close`
   * ends the process.
   */
  #forget(id: number): void {
    this.#threads.delete(id);
    this.#updateKeepAlive();
  }
}
