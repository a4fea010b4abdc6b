import { startDeadline, type Clock } from '#shared/kernel/index.ts';
import type { JournalThread, ThreadEvents, ThreadLoss } from '../threads/thread-port.ts';
import type { ToProcess } from './process-port.ts';

/** Slightly longer than the thread's own time limit in its process. */
const endLimitMs = 1_500;

interface RemoteThreadPorts {
  readonly send: (message: ToProcess) => void;
  readonly keepAliveChanged: () => void;
  readonly forget: () => void;
  readonly clock: Clock;
}

/** Handle on one thread in the journal's process. */
export class RemoteThread implements JournalThread {
  readonly #id: number;
  readonly #events: ThreadEvents;
  readonly #ports: RemoteThreadPorts;
  readonly #gone = Promise.withResolvers<void>();
  #isGone = false;
  #ending: Promise<void> | undefined;
  keepsAlive = true;

  constructor(id: number, events: ThreadEvents, ports: RemoteThreadPorts) {
    this.#id = id;
    this.#events = events;
    this.#ports = ports;
  }

  post(body: Uint8Array): void {
    if (!this.#isGone) this.#ports.send({ type: 'post', thread: this.#id, body });
  }

  cancel(id: number): void {
    if (!this.#isGone) this.#ports.send({ type: 'cancel', thread: this.#id, id });
  }

  keepAlive(awaited: boolean): void {
    if (this.keepsAlive === awaited) return;
    this.keepsAlive = awaited;
    this.#ports.keepAliveChanged();
  }

  end(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  reply(body: Uint8Array): void {
    this.#events.onReply(body);
  }

  lose(loss: ThreadLoss): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#gone.resolve();
    if (!this.#ending) this.#events.onLost(loss);
  }

  async #end(): Promise<void> {
    if (this.#isGone) return;
    this.keepAlive(true);
    this.#ports.send({ type: 'end', thread: this.#id });
    const late = Promise.withResolvers<void>();
    const limit = startDeadline(this.#ports.clock, () => late.resolve(), endLimitMs);
    await Promise.race([this.#gone.promise, late.promise]);
    limit[Symbol.dispose]();
    if (this.#isGone) return;
    this.#isGone = true;
    this.#ports.forget();
  }
}
