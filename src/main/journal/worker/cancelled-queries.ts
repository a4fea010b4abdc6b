/**
 * Maximum number of queries at the same time. With more, a cancellation may be lost; its query then runs to
 * completion.
 */
const slots = 1_024;

/** The ids of cancelled queries, in memory that the calling thread and the reader thread share. */
export class CancelledQueries {
  readonly buffer: SharedArrayBuffer;
  /** The first slot is 1 when all queries are cancelled. */
  readonly #ids: Int32Array;

  constructor(buffer = new SharedArrayBuffer((slots + 1) * Int32Array.BYTES_PER_ELEMENT)) {
    this.buffer = buffer;
    this.#ids = new Int32Array(buffer);
  }

  add(id: number): void {
    Atomics.store(this.#ids, 1 + (id % slots), id);
  }

  addAll(): void {
    Atomics.store(this.#ids, 0, 1);
  }

  has(id: number): boolean {
    return Atomics.load(this.#ids, 0) === 1 || Atomics.load(this.#ids, 1 + (id % slots)) === id;
  }
}
