import type { JournalEntry } from './port.ts';

/**
 * Records on their way to the disk, oldest first, never more than `capacity`. When it is full the oldest goes: what
 * happened last explains more.
 */
export class RecordQueue {
  readonly #capacity: number;
  #entries: JournalEntry[] = [];
  /** Entries before this index are gone; cut off in one go now and then, so that taking one costs nothing. */
  #head = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#entries.length - this.#head;
  }

  /** Adds an entry; returns how many old ones went for it (0 or 1). */
  push(entry: JournalEntry): number {
    this.#entries.push(entry);
    if (this.size <= this.#capacity) return 0;
    this.take(1);
    return 1;
  }

  /** Takes the oldest entries, `count` at most. */
  take(count: number): readonly JournalEntry[] {
    const taken = this.#entries.slice(this.#head, this.#head + count);
    this.#head += taken.length;
    if (this.#head > this.#capacity || this.size === 0) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
    return taken;
  }

  /** Puts entries back that were taken and not written; returns how many of them no longer fit. */
  putBack(entries: readonly JournalEntry[]): number {
    const room = Math.max(0, this.#capacity - this.size);
    const kept = room === 0 ? [] : entries.slice(-room);
    this.#entries = [...kept, ...this.#entries.slice(this.#head)];
    this.#head = 0;
    return entries.length - kept.length;
  }

  /** What waits, oldest first. */
  list(): readonly JournalEntry[] {
    return this.#entries.slice(this.#head);
  }
}
