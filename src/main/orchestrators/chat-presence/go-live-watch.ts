import type { Clock } from '#shared/kernel/index.ts';

/** How often it is noted that the stream is still on the air. */
const seenEveryMs = 60_000;
/** A stream that was not seen for this long is over, and what is seen next is another one. */
const goneAfterMs = 30 * 60_000;

export interface StreamWatchOptions {
  readonly clock: Clock;
  /** How long a stream has to be on the air before it counts, milliseconds. */
  readonly holdOffMs: number;
  /** How long it has to be off the air before it is over, milliseconds. */
  readonly endAfterMs: number;
  /** Whether a state of the show begins the stream. */
  readonly begins: (state: string) => boolean;
  readonly onBegan: (startedAt: number) => void;
  /** Told now and then while the stream is on the air. */
  readonly onSeen: (at: number) => void;
  /** `at` is when it was last seen on the air. */
  readonly onEnded: (at: number) => void;
}

/**
 * Tells one stream from the next, by the states of the show. Neither a start that is taken back at once nor a break of a
 * minute makes a stream: OBS reconnects, and platforms go off and on again.
 */
export class StreamWatch implements Disposable {
  readonly #options: StreamWatchOptions;
  readonly #ticking: Disposable;
  #begin: Disposable | null = null;
  #end: Disposable | null = null;
  #open = false;
  /** What was seen last; null while nothing can be seen. */
  #onAir: boolean | null = null;
  #airSince: number | null = null;
  #seenAt = 0;

  constructor(options: StreamWatchOptions) {
    this.#options = options;
    this.#ticking = options.clock.setInterval(() => this.#tick(), seenEveryMs);
  }

  /** Takes up a stream that an earlier life of this had begun. */
  resume(stream: { readonly startedAt: number; readonly seenAt: number }): void {
    this.#open = true;
    this.#airSince = stream.startedAt;
    this.#seenAt = stream.seenAt;
    this.#endWhenGone();
  }

  /** The show is in this state now, since then; null when it cannot be seen. */
  see(state: string | null, since: number = this.#options.clock.now()): void {
    if (state === null) {
      this.#cancelBegin();
      this.#onAir = null;
    } else if (state === 'offline') {
      this.#seeOff();
    } else {
      this.#seeOn(state, since);
    }
  }

  [Symbol.dispose](): void {
    this.#ticking[Symbol.dispose]();
    this.#cancelBegin();
    this.#cancelEnd();
  }

  #seeOn(state: string, since: number): void {
    const { clock, holdOffMs, begins } = this.#options;
    this.#endWhenGone();
    this.#cancelEnd();
    this.#onAir = true;
    this.#airSince ??= since;
    this.#seenAt = clock.now();
    if (this.#open || this.#begin || !begins(state)) return;
    this.#begin = clock.setTimeout(() => this.#began(), holdOffMs);
  }

  #seeOff(): void {
    const { clock, endAfterMs } = this.#options;
    this.#cancelBegin();
    // Seen on the air until this moment, unless nothing was seen in between.
    if (this.#onAir === true) this.#seenAt = clock.now();
    this.#onAir = false;
    if (!this.#open) this.#airSince = null;
    else this.#end ??= clock.setTimeout(() => this.#ended(), endAfterMs);
  }

  #began(): void {
    this.#begin = null;
    this.#open = true;
    this.#options.onBegan(this.#airSince ?? this.#seenAt);
  }

  #ended(): void {
    this.#cancelEnd();
    this.#open = false;
    this.#airSince = null;
    this.#options.onEnded(this.#seenAt);
  }

  #tick(): void {
    if (this.#onAir === true) {
      this.#seenAt = this.#options.clock.now();
      if (this.#open) this.#options.onSeen(this.#seenAt);
    } else {
      this.#endWhenGone();
    }
  }

  #endWhenGone(): void {
    if (this.#open && this.#options.clock.now() - this.#seenAt > goneAfterMs) this.#ended();
  }

  #cancelBegin(): void {
    this.#begin?.[Symbol.dispose]();
    this.#begin = null;
  }

  #cancelEnd(): void {
    this.#end?.[Symbol.dispose]();
    this.#end = null;
  }
}
