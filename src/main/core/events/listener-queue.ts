import type { EventRecord } from '#shared/model/index.ts';

/**
 * What becomes of events that come faster than a listener can take them.
 * - `drop-oldest`: the listener sees the newest; what it missed is counted.
 * - `coalesce`: only the newest event per key waits, in the place of the first; by default the key is topic and source.
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

/** What a listener hears beside the events to come, and how. */
export interface Listening {
  /** First hear up to this many events of the past, oldest first. */
  readonly replay?: number;
  /** Hear one event at a time, waiting for the listener's promise. Without it the listener is called at once, always. */
  readonly backPressure?: BackPressure;
}

type Handler = (event: EventRecord) => unknown;

const topicAndSource = (event: EventRecord): string => `${event.topic}\u0000${event.source}`;

/** Feeds one listener one event at a time, waiting for its promise, with a bounded number of events in front of it. */
export class ListenerQueue {
  readonly #policy: BackPressure;
  readonly #handle: Handler;
  readonly #onRoom: () => void;
  /** Keyed so that coalescing replaces in place; without coalescing every event is its own key. */
  readonly #waiting = new Map<string, EventRecord>();
  #running = false;
  #closed = false;
  #dropped = 0;

  /** `onRoom` is called whenever there is room again, or will always be. */
  constructor(policy: BackPressure, handle: Handler, onRoom: () => void) {
    if (!Number.isInteger(policy.capacity) || policy.capacity < 1) {
      throw new RangeError(`A listener's queue holds at least one event; got ${policy.capacity}`);
    }
    this.#policy = policy;
    this.#handle = handle;
    this.#onRoom = onRoom;
  }

  /** Events this listener never saw, since the beginning. Coalesced ones count. */
  get dropped(): number {
    return this.#dropped;
  }

  push(event: EventRecord): void {
    if (this.#closed) return;
    const key = this.#policy.whenFull === 'coalesce' ? (this.#policy.key ?? topicAndSource)(event) : event.id;
    // In its place, not behind the others: a key that is told all the time would never have its turn.
    if (this.#waiting.has(key)) this.#dropped++;
    else if (this.#policy.whenFull !== 'block' && this.#waiting.size >= this.#policy.capacity)
      this.#dropOldest();
    this.#waiting.set(key, event);
    if (!this.#running) void this.#run();
  }

  /** Whether an event can be pushed without exceeding the capacity; always unless the policy is `block`. */
  get hasRoom(): boolean {
    return this.#policy.whenFull !== 'block' || this.#closed || this.#waiting.size < this.#policy.capacity;
  }

  close(): void {
    this.#closed = true;
    this.#waiting.clear();
    this.#onRoom();
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
      // The handler reports its own failure; a queue outlives it.
      const handling = this.#handle(event);
      this.#onRoom();
      await handling;
    }
    this.#running = false;
  }
}
