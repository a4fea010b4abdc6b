import type { Clock, RandomSource } from '#shared/kernel/index.ts';

/** Faults of a network or a server in the delivery of outgoing frames. */
export interface DeliveryFaults {
  /** Milliseconds that every frame is delayed. */
  latencyMs: number;
  /** Maximum extra delay in milliseconds, drawn for each frame. The order is kept. */
  jitterMs: number;
  /** Number of times that each event is sent. */
  copies: number;
  /** True while every two consecutive events are swapped. */
  reorderEvents: boolean;
  /** True while all events are dropped. Replies and heartbeats are still sent. */
  dropEvents: boolean;
}

export const createDeliveryFaults = (): DeliveryFaults => ({
  latencyMs: 0,
  jitterMs: 0,
  copies: 1,
  reorderEvents: false,
  dropEvents: false,
});

/** Milliseconds after which a held-back event is sent alone. */
const heldBackMs = 2_000;

/**
 * Sends the frames of one connection. Replies, greetings and heartbeats keep their order and are sent once.
 * Events, which the platform sends unasked, can be duplicated, swapped and dropped.
 */
export class Delivery<Frame> implements Disposable {
  readonly #clock: Clock;
  readonly #random: RandomSource;
  readonly #faults: DeliveryFaults;
  readonly #write: (frame: Frame) => void;
  readonly #timers = new Set<Disposable>();
  #heldBack: { readonly frame: Frame; readonly timer: Disposable } | null = null;
  #lastDueAt = 0;

  constructor(options: {
    readonly clock: Clock;
    readonly random: RandomSource;
    readonly faults: DeliveryFaults;
    readonly write: (frame: Frame) => void;
  }) {
    this.#clock = options.clock;
    this.#random = options.random;
    this.#faults = options.faults;
    this.#write = options.write;
  }

  send(frame: Frame): void {
    const { latencyMs, jitterMs } = this.#faults;
    const now = this.#clock.monotonic();
    const jitter = jitterMs === 0 ? 0 : this.#random.next() * jitterMs;
    const dueAt = Math.max(this.#lastDueAt, now + latencyMs + jitter);
    if (dueAt <= now) {
      this.#write(frame);
      return;
    }
    this.#lastDueAt = dueAt;
    this.#later(dueAt - now, () => this.#write(frame));
  }

  sendEvent(frame: Frame): void {
    if (this.#faults.dropEvents) return;
    const before = this.#takeHeldBack();
    if (this.#faults.reorderEvents && before === null) {
      const timer = this.#later(heldBackMs, () => {
        this.#heldBack = null;
        this.#sendCopies(frame);
      });
      this.#heldBack = { frame, timer };
      return;
    }
    this.#sendCopies(frame);
    if (before !== null) this.#sendCopies(before);
  }

  /** Discards the frames that are not sent yet. */
  [Symbol.dispose](): void {
    for (const timer of this.#timers) timer[Symbol.dispose]();
    this.#timers.clear();
    this.#heldBack = null;
  }

  #sendCopies(frame: Frame): void {
    for (let copy = 0; copy < this.#faults.copies; copy += 1) this.send(frame);
  }

  #takeHeldBack(): Frame | null {
    const held = this.#heldBack;
    if (held === null) return null;
    this.#heldBack = null;
    held.timer[Symbol.dispose]();
    this.#timers.delete(held.timer);
    return held.frame;
  }

  #later(delayMs: number, run: () => void): Disposable {
    const timer = this.#clock.setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, delayMs);
    this.#timers.add(timer);
    return timer;
  }
}

/** Returns the clock of a machine with a wrong time: instants are off, durations are right. */
export const createWrongClock = (clock: Clock, readOffsetMs: () => number): Clock => ({
  now: () => clock.now() + readOffsetMs(),
  monotonic: () => clock.monotonic(),
  setTimeout: (callback, delayMs) => clock.setTimeout(callback, delayMs),
  setInterval: (callback, periodMs) => clock.setInterval(callback, periodMs),
});
