import type { Clock, Fault } from '#shared/kernel/index.ts';
import { moveFailed } from './event-faults.ts';
import { EventSocket, type Welcome } from './event-socket.ts';
import type { EventFrame } from './frames.ts';

/** Time for which Twitch keeps the old connection after it requested a move. */
const moveWindowMs = 30_000;

export interface EventSessionOptions {
  readonly url: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Receives notifications and revocations from either connection; the same frame may come from both. */
  readonly onFrame: (frame: EventFrame) => void;
  readonly onUnreadable: () => void;
  readonly onMoved: () => void;
  /** Called once when the session ended unexpectedly. */
  readonly onEnded: (fault: Fault) => void;
}

/** Returns true when a reconnect address may be used: the same site, and not less secure than before. */
export const mayMoveTo = (from: string, to: string): boolean => {
  if (!URL.canParse(to)) return false;
  const [old, next] = [new URL(from), new URL(to)];
  if (next.protocol !== old.protocol && next.protocol !== 'wss:') return false;
  const site = (url: URL): string =>
    /^[\d.:[\]]+$/.test(url.hostname) ? url.hostname : url.hostname.split('.').slice(-2).join('.');
  return site(next) === site(old);
};

/**
 * An EventSub session over one socket, or over two while Twitch moves it: the old socket stays open until the
 * new one is welcomed, for at most 30 s. Subscriptions belong to the session and survive the move.
 */
export class EventSession {
  readonly #options: EventSessionOptions;
  #socket: EventSocket;
  #next: EventSocket | null = null;
  #moveOver: Disposable | null = null;
  /** Reason of a failed move; null without a move, or while it may still succeed. */
  #moveFailure: string | null = null;
  /** True when the old socket of a move has already closed. */
  #left = false;
  #moves = 0;
  #ended = false;

  constructor(options: EventSessionOptions) {
    this.#options = options;
    this.#socket = this.#makeSocket(options.url);
  }

  get socket(): EventSocket {
    return this.#socket;
  }

  /** Number of times that Twitch moved this session to another server. */
  get moves(): number {
    return this.#moves;
  }

  /** Resolves with the welcome; rejects with the fault that prevented it. */
  async open(): Promise<Welcome> {
    const welcome = await this.#socket.open(this.#options.signal);
    if (!welcome.ok) throw welcome.error;
    return welcome.value;
  }

  async close(): Promise<void> {
    this.#ended = true;
    this.#moveOver?.[Symbol.dispose]();
    await Promise.all([this.#socket.close(), this.#next?.close()]);
  }

  #makeSocket(url: string): EventSocket {
    const socket: EventSocket = new EventSocket({
      url,
      clock: this.#options.clock,
      onFrame: (frame) => {
        if (this.#ended) return;
        if (frame.kind === 'reconnect') void this.#move(frame.url);
        else this.#options.onFrame(frame);
      },
      onUnreadable: this.#options.onUnreadable,
      onClosed: (fault) => this.#onSocketClosed(socket, fault),
    });
    return socket;
  }

  async #move(url: string): Promise<void> {
    if (this.#next || this.#moveOver) return;
    this.#moveOver = this.#options.clock.setTimeout(
      () => this.#end(moveFailed(this.#moveFailure ?? 'no welcome in 30 s')),
      moveWindowMs,
    );
    if (!mayMoveTo(this.#options.url, url)) {
      this.#moveFailure = 'the address isn’t a Twitch address';
      return;
    }
    const next = this.#makeSocket(url);
    this.#next = next;
    const welcome = await next.open(this.#options.signal);
    this.#next = null;
    if (this.#ended) {
      await next.close();
      return;
    }
    if (!welcome.ok) {
      // The old connection still delivers, so it stays open as long as Twitch keeps it.
      this.#moveFailure = welcome.error.message;
      if (this.#left) this.#end(moveFailed(this.#moveFailure));
      return;
    }
    const old = this.#socket;
    this.#socket = next;
    this.#left = false;
    this.#moves += 1;
    this.#moveOver?.[Symbol.dispose]();
    this.#moveOver = null;
    await old.close();
    this.#options.onMoved();
  }

  #onSocketClosed(socket: EventSocket, fault: Fault): void {
    if (socket !== this.#socket) return;
    // During a move, the old socket is expected to close; the new one may still be welcomed.
    if (this.#next) {
      this.#left = true;
      return;
    }
    this.#end(this.#moveFailure === null ? fault : moveFailed(this.#moveFailure));
  }

  #end(fault: Fault): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#moveOver?.[Symbol.dispose]();
    this.#options.onEnded(fault);
  }
}
