/**
 * Who waits until what was recorded before is durable. Records are counted in the order of arrival: so many came in, and so many
 * are done with, written or dropped.
 */
export class FlushList {
  readonly #waiting: { readonly upTo: number; readonly done: () => void }[] = [];
  #appended = 0;
  #settled = 0;

  get appended(): number {
    return this.#appended;
  }

  /** Records that are neither written nor dropped yet. */
  get open(): number {
    return this.#appended - this.#settled;
  }

  append(): void {
    this.#appended += 1;
  }

  /** So many more are done with, the oldest first. */
  settle(count: number): void {
    this.#settled += count;
  }

  isSettled(upTo: number): boolean {
    return this.#settled >= upTo;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Resolves with {@link answer}, when so many are done with, or nobody is to wait any longer. */
  wait(upTo: number): Promise<void> {
    return new Promise((done) => {
      this.#waiting.push({ upTo, done });
    });
  }

  /** Answers those whose records are done with, or all. */
  answer(who: 'settled' | 'all'): void {
    while (this.#waiting.length > 0) {
      const [first] = this.#waiting;
      if (!first || (who === 'settled' && !this.isSettled(first.upTo))) return;
      this.#waiting.shift();
      first.done();
    }
  }
}
