/**
 * Delays before each restart, milliseconds. The first is short, so that a single crash costs almost nothing.
 */
const delaysMs = [100, 500, 2_000, 10_000, 30_000] as const;
/** A process that ran this long was healthy. Its end resets the backoff. */
const steadyMs = 30_000;

/** Computes the delay before the restart of a process. */
export class RestartBackoff {
  readonly #steadyMs: number;
  #inARow = 0;

  constructor(steadyAfterMs = steadyMs) {
    this.#steadyMs = steadyAfterMs;
  }

  /** Returns the delay after a run of this length. */
  next(ranMs: number): number {
    this.#inARow = ranMs >= this.#steadyMs ? 1 : this.#inARow + 1;
    return delaysMs[Math.min(this.#inARow, delaysMs.length) - 1] ?? delaysMs[0];
  }
}
