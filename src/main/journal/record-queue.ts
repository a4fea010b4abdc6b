import type { JournalEntry } from './port.ts';

/**
 * Queue of records for the disk, oldest first, with at most `capacity` entries. A full queue drops its oldest
 * record, because recent records explain more.
 */
export class RecordQueue {
  readonly #capacity: number;
  #entries: JournalEntry[] = [];
  /** Entries before this index were taken. They are removed in bulk, so that taking an entry is cheap. */
  #head = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#entries.length - this.#head;
  }

  /** Adds an entry; returns the number of dropped entries (0 or 1). */
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

  /** Puts back entries that were taken but not written; returns the number that no longer fit. */
  putBack(entries: readonly JournalEntry[]): number {
    const room = Math.max(0, this.#capacity - this.size);
    const kept = room === 0 ? [] : entries.slice(-room);
    this.#entries = [...kept, ...this.#entries.slice(this.#head)];
    this.#head = 0;
    return entries.length - kept.length;
  }

  /** Returns the waiting entries, oldest first. */
  list(): readonly JournalEntry[] {
    return this.#entries.slice(this.#head);
  }
}
