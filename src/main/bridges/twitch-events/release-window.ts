import type { Clock } from '#shared/kernel/index.ts';

/** Long enough to restore Twitch's order, short enough to go unnoticed. */
export const releaseWindowMs = 250;

/** Delays items briefly and releases them in the order in which they happened, not in which they arrived. */
export class ReleaseWindow<T> implements Disposable {
  readonly #clock: Clock;
  readonly #release: (item: T) => void;
  #held: { readonly at: number; readonly dueAt: number; readonly item: T }[] = [];
  #timer: Disposable | null = null;

  constructor(clock: Clock, release: (item: T) => void) {
    this.#clock = clock;
    this.#release = release;
  }

  /** `at` is the time of the event, on the sender's clock. */
  add(at: number, item: T): void {
    const held = { at, dueAt: this.#clock.monotonic() + releaseWindowMs, item };
    const index = this.#held.findLastIndex((other) => other.at <= at);
    this.#held.splice(index + 1, 0, held);
    this.#arm();
  }

  /** Releases all items now. */
  flush(): void {
    const held = this.#held;
    this.#held = [];
    this.#timer?.[Symbol.dispose]();
    this.#timer = null;
    for (const { item } of held) this.#release(item);
  }

  /** Drops the delayed items. */
  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = null;
    this.#held = [];
  }

  #arm(): void {
    const first = this.#held[0];
    if (this.#timer || !first) return;
    this.#timer = this.#clock.setTimeout(
      () => {
        this.#timer = null;
        const now = this.#clock.monotonic();
        // Items that happened before a due item are released with it, to keep the order.
        const last = this.#held.findLastIndex((held) => held.dueAt <= now);
        for (const { item } of this.#held.splice(0, last + 1)) this.#release(item);
        this.#arm();
      },
      Math.max(0, Math.min(...this.#held.map((held) => held.dueAt)) - this.#clock.monotonic()),
    );
  }
}
