/**
 * Callers that wait until all earlier records are durable. Counts records in the order of arrival: how many
 * were appended, and how many are settled (written or dropped).
 */
export class FlushList {
  readonly #waiting: { readonly upTo: number; readonly done: () => void }[] = [];
  #appended = 0;
  #settled = 0;

  get appended(): number {
    return this.#appended;
  }

  /** Number of records that are neither written nor dropped yet. */
  get open(): number {
    return this.#appended - this.#settled;
  }

  append(): void {
    this.#appended += 1;
  }

  /** Marks this many more records as settled, oldest first. */
  settle(count: number): void {
    this.#settled += count;
  }

  isSettled(upTo: number): boolean {
    return this.#settled >= upTo;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Resolves when this many records are settled, or when {@link answer} releases every caller. */
  wait(upTo: number): Promise<void> {
    return new Promise((done) => {
      this.#waiting.push({ upTo, done });
    });
  }

  /** Resolves the callers whose records are settled, or all callers. */
  answer(who: 'settled' | 'all'): void {
    while (this.#waiting.length > 0) {
      const [first] = this.#waiting;
      if (!first || (who === 'settled' && !this.isSettled(first.upTo))) return;
      this.#waiting.shift();
      first.done();
    }
  }
}
