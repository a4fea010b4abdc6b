import type { Clock, Fault } from '#shared/kernel/index.ts';
import { moveFailed } from './event-faults.ts';
import { EventSocket, type Welcome } from './event-socket.ts';
import type { EventFrame } from './frames.ts';

/** Twitch keeps the old connection so long after it asked us to move. */
const moveWindowMs = 30_000;

export interface EventSessionOptions {
  readonly url: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Notifications and revocations, from whichever connection; the same one may come from both. */
  readonly onFrame: (frame: EventFrame) => void;
  readonly onUnreadable: () => void;
  readonly onMoved: () => void;
  /** The session ended by itself; once. */
  readonly onEnded: (fault: Fault) => void;
}

/** Whether a reconnect address may be followed: the same site, and no less secret than before. */
export const mayMoveTo = (from: string, to: string): boolean => {
  if (!URL.canParse(to)) return false;
  const [old, next] = [new URL(from), new URL(to)];
  if (next.protocol !== old.protocol && next.protocol !== 'wss:') return false;
  const site = (url: URL): string =>
    /^[\d.:[\]]+$/.test(url.hostname) ? url.hostname : url.hostname.split('.').slice(-2).join('.');
  return site(next) === site(old);
};

/**
 * A session of EventSub over one socket, or two while Twitch moves it: the old one is listened to until the new one
 * is welcomed, for at most 30 s. Subscriptions belong to the session and survive the move.
 */
export class EventSession {
  readonly #options: EventSessionOptions;
  #socket: EventSocket;
  #next: EventSocket | null = null;
  #moveOver: Disposable | null = null;
  /** Why the move to another server did not work; null while there is none, or it still may. */
  #moveFailure: string | null = null;
  /** The socket we were to move away from is gone already. */
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

  /** How often Twitch moved this session to another server. */
  get moves(): number {
    return this.#moves;
  }

  /** Resolves with the welcome; rejects with what kept us from it. */
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
      this.#moveFailure = 'the address is not Twitch’s';
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
      // The old connection still delivers: it is kept as long as Twitch keeps it.
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
    // During a move the end of the old one is expected; the new one may still be welcomed.
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
