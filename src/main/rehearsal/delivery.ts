import type { Clock, RandomSource } from '#shared/kernel/index.ts';

/** What a network or a server does to what it sends, on purpose. */
export interface DeliveryFaults {
  /** Everything leaves this much later, milliseconds. */
  latencyMs: number;
  /** Up to this much more, drawn anew for each frame; the order is kept. Milliseconds. */
  jitterMs: number;
  /** Each event leaves this many times. */
  copies: number;
  /** Of two events that follow each other the later one leaves first. */
  reorderEvents: boolean;
  /** Events do not leave at all; answers and heartbeats do. */
  dropEvents: boolean;
}

export const createDeliveryFaults = (): DeliveryFaults => ({
  latencyMs: 0,
  jitterMs: 0,
  copies: 1,
  reorderEvents: false,
  dropEvents: false,
});

/** An event that is held back until the next one leaves, leaves by itself after this. Milliseconds. */
const heldBackMs = 2_000;

/**
 * The way out of one connection. Answers, greetings and heartbeats keep their order and leave once; events (what the
 * platform tells of its own accord) may be doubled, swapped and dropped.
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

  /** Whatever has not left yet is lost. */
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

/** The clock of a machine whose time is set wrong: what it writes on things is off, how long things take is not. */
export const createWrongClock = (clock: Clock, readOffsetMs: () => number): Clock => ({
  now: () => clock.now() + readOffsetMs(),
  monotonic: () => clock.monotonic(),
  setTimeout: (callback, delayMs) => clock.setTimeout(callback, delayMs),
  setInterval: (callback, periodMs) => clock.setInterval(callback, periodMs),
});
