import type { Clock } from '#shared/kernel/index.ts';

/** Interval at which a live stream is recorded as seen. */
const seenEveryMs = 60_000;
/** Time without being seen after which a stream is over; a later one is a new stream. */
const goneAfterMs = 30 * 60_000;

export interface StreamWatchOptions {
  readonly clock: Clock;
  /** Time on air before a stream counts, milliseconds. */
  readonly holdOffMs: number;
  /** Time off air before a stream is over, milliseconds. */
  readonly endAfterMs: number;
  /** Returns true when a state of the show starts the stream. */
  readonly begins: (state: string) => boolean;
  readonly onBegan: (startedAt: number) => void;
  /** Called regularly while the stream is on air. */
  readonly onSeen: (at: number) => void;
  /** Called with the time at which the stream was last seen on air. */
  readonly onEnded: (at: number) => void;
}

/**
 * Tells streams apart by the states of the show. Neither a start that is cancelled immediately nor a break of
 * a minute creates a stream, because OBS reconnects, and platforms go off and on again.
 */
export class StreamWatch implements Disposable {
  readonly #options: StreamWatchOptions;
  readonly #ticking: Disposable;
  #begin: Disposable | null = null;
  #end: Disposable | null = null;
  #open = false;
  /** The last observation; null while OBS can't be observed. */
  #onAir: boolean | null = null;
  #airSince: number | null = null;
  #seenAt = 0;

  constructor(options: StreamWatchOptions) {
    this.#options = options;
    this.#ticking = options.clock.setInterval(() => this.#tick(), seenEveryMs);
  }

  /** Resumes a stream that an earlier run had started. */
  resume(stream: { readonly startedAt: number; readonly seenAt: number }): void {
    this.#open = true;
    this.#airSince = stream.startedAt;
    this.#seenAt = stream.seenAt;
    this.#endWhenGone();
  }

  /** Records the current state of the show and its start; null when the show can't be observed. */
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
    // The stream was on air until this moment, unless it was not observed in between.
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
