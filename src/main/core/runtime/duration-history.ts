/** The last measured durations of an action; their median is the expected duration. */
export class DurationHistory {
  readonly #capacity = 15;
  #durations: number[] = [];

  add(durationMs: number): void {
    this.#durations = [...this.#durations, durationMs].slice(-this.#capacity);
  }

  /** Milliseconds; null when never measured. */
  get expectedMs(): number | null {
    const sorted = this.#durations.toSorted((left, right) => left - right);
    return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
  }
}
