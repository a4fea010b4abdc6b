import { RingBuffer } from '#shared/kernel/index.ts';

/** What a reader gets: the newest it asked for, how many older ones it will never see, and where to go on. */
export interface LogPage<T> {
  readonly items: readonly T[];
  readonly dropped: number;
  /** The number of the newest item of the log; the reader's new place. */
  readonly seq: number;
}

/**
 * The newest items of a stream, numbered from 1 without gaps. All readers share it and each keeps only its place, so a
 * slow reader costs no memory and slows nobody: when the log has moved on past its place, it is told how many it lost.
 */
export class NumberedLog<T> {
  readonly #ring: RingBuffer<T>;
  readonly #listeners = new Set<() => void>();

  constructor(capacity: number) {
    this.#ring = new RingBuffer(capacity);
  }

  /** The number of the newest item; 0 before the first. */
  get lastSeq(): number {
    return this.#ring.dropped + this.#ring.size;
  }

  append(item: T): void {
    this.#ring.push(item);
    for (const listener of this.#listeners) listener();
  }

  /** Whether nothing after a place has been lost yet. */
  holdsAllAfter(seq: number): boolean {
    return seq >= this.#ring.dropped && seq <= this.lastSeq;
  }

  /** The newest items after a place, `limit` at most; older ones count as dropped. */
  after(seq: number, limit: number): LogPage<T> {
    const lost = this.#ring.dropped;
    const first = Math.max(seq, lost, this.lastSeq - limit);
    const items: T[] = [];
    for (let number = first; number < this.lastSeq; number += 1) {
      const item = this.#ring.at(number - lost);
      if (item !== undefined) items.push(item);
    }
    return { items, dropped: first - seq, seq: this.lastSeq };
  }

  /** Calls the listener after each append until disposed. */
  onAppend(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }
}
