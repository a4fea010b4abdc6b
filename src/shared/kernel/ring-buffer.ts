/**
 * Keeps the newest `capacity` items and counts the dropped ones. Adding never allocates once it is full.
 *
 * @example
 * ```ts
 * const lines = new RingBuffer<string>(2);
 * for (const line of ['one', 'two', 'three']) lines.push(line);
 * lines.newest(10); // => ['two', 'three']
 * lines.dropped; // => 1
 * ```
 */
export class RingBuffer<T> {
  readonly capacity: number;
  #items: T[] = [];
  /** Index of the oldest item; 0 until the buffer is full. */
  #head = 0;
  #dropped = 0;

  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new RangeError(
        `The capacity of a ring buffer must be a whole number of at least 1; got ${capacity}`,
      );
    }
    this.capacity = capacity;
  }

  get size(): number {
    return this.#items.length;
  }

  /** Number of items that were overwritten or cleared unread since the start. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Adds an item at the new end. Returns true when the oldest item was dropped. */
  push(item: T): boolean {
    if (this.#items.length < this.capacity) {
      this.#items.push(item);
      return false;
    }
    this.#items[this.#head] = item;
    this.#head = this.#head + 1 === this.capacity ? 0 : this.#head + 1;
    this.#dropped++;
    return true;
  }

  /** Returns the item at `index`, 0 being the oldest. */
  at(index: number): T | undefined {
    if (index < 0 || index >= this.#items.length) return undefined;
    return this.#items[(this.#head + index) % this.#items.length];
  }

  /** Returns the newest `limit` items that pass, oldest first. */
  newest(limit: number, accepts: (item: T) => boolean = () => true): T[] {
    const found: T[] = [];
    for (let index = this.#items.length - 1; index >= 0 && found.length < limit; index--) {
      const item = this.#items[(this.#head + index) % this.#items.length];
      if (item !== undefined && accepts(item)) found.push(item);
    }
    return found.reverse();
  }

  /** Removes and returns all items, oldest first. */
  drain(): T[] {
    const items = this.#items.slice(this.#head).concat(this.#items.slice(0, this.#head));
    this.#items = [];
    this.#head = 0;
    return items;
  }
}
