import type { EventRecord } from '#shared/model/index.ts';

/**
 * What becomes of events that come faster than a listener can take them.
 * - `drop-oldest`: the listener sees the newest; what it missed is counted.
 * - `coalesce`: only the newest event per key waits; by default the key is topic and source.
 * - `block`: nothing is dropped; who emits with `emitWhenReady` waits until there is room.
 */
export type BackPressure =
  | { readonly whenFull: 'drop-oldest'; readonly capacity: number }
  | {
      readonly whenFull: 'coalesce';
      readonly capacity: number;
      readonly key?: (event: EventRecord) => string;
    }
  | { readonly whenFull: 'block'; readonly capacity: number };

type Handler = (event: EventRecord) => unknown;

const topicAndSource = (event: EventRecord): string => `${event.topic}\u0000${event.source}`;

/** Feeds one listener one event at a time, waiting for its promise, with a bounded number of events in front of it. */
export class ListenerQueue {
  readonly #policy: BackPressure;
  readonly #handle: Handler;
  /** Keyed so that coalescing replaces in place; without coalescing every event is its own key. */
  readonly #waiting = new Map<string, EventRecord>();
  #roomWaiters: (() => void)[] = [];
  #running = false;
  #closed = false;
  #dropped = 0;

  constructor(policy: BackPressure, handle: Handler) {
    if (!Number.isInteger(policy.capacity) || policy.capacity < 1) {
      throw new RangeError(`A listener's queue holds at least one event; got ${policy.capacity}`);
    }
    this.#policy = policy;
    this.#handle = handle;
  }

  /** Events this listener never saw, since the beginning. Coalesced ones count. */
  get dropped(): number {
    return this.#dropped;
  }

  get size(): number {
    return this.#waiting.size;
  }

  push(event: EventRecord): void {
    if (this.#closed) return;
    const key = this.#policy.whenFull === 'coalesce' ? (this.#policy.key ?? topicAndSource)(event) : event.id;
    if (this.#waiting.delete(key)) this.#dropped++;
    if (this.#policy.whenFull !== 'block' && this.#waiting.size >= this.#policy.capacity) this.#dropOldest();
    this.#waiting.set(key, event);
    if (!this.#running) void this.#run();
  }

  /** Resolves when an event can be pushed without exceeding the capacity; at once unless the policy is `block`. */
  async whenRoom(): Promise<void> {
    while (
      this.#policy.whenFull === 'block' &&
      !this.#closed &&
      this.#waiting.size >= this.#policy.capacity
    ) {
      await new Promise<void>((resolve) => this.#roomWaiters.push(resolve));
    }
  }

  close(): void {
    this.#closed = true;
    this.#waiting.clear();
    this.#wakeWaiters();
  }

  #dropOldest(): void {
    const oldest = this.#waiting.keys().next();
    if (oldest.done) return;
    this.#waiting.delete(oldest.value);
    this.#dropped++;
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (const [key, event] of this.#waiting) {
      this.#waiting.delete(key);
      this.#wakeWaiters();
      // The handler reports its own failure; a queue outlives it.
      await this.#handle(event);
    }
    this.#running = false;
  }

  #wakeWaiters(): void {
    const waiters = this.#roomWaiters;
    this.#roomWaiters = [];
    for (const wake of waiters) wake();
  }
}
