/** The last measured durations of one thing; the median is what is expected next time. */
export class DurationHistory {
  readonly #capacity = 15;
  #durations: number[] = [];

  add(durationMs: number): void {
    this.#durations = [...this.#durations, durationMs].slice(-this.#capacity);
  }

  /** Milliseconds; null when it was never measured. */
  get expectedMs(): number | null {
    const sorted = this.#durations.toSorted((left, right) => left - right);
    return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
  }
}
