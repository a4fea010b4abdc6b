/** The first restart follows almost at once: a single crash should cost no more than a blink. */
const delaysMs = [100, 500, 2_000, 10_000, 30_000] as const;
/** A process that ran this long was healthy: its end is a first one again. */
const steadyMs = 30_000;

/** Computes how long to wait before a process that ended is started again. */
export class RestartBackoff {
  readonly #steadyMs: number;
  #inARow = 0;

  constructor(steadyAfterMs = steadyMs) {
    this.#steadyMs = steadyAfterMs;
  }

  /** The delay after a run of that length. */
  next(ranMs: number): number {
    this.#inARow = ranMs >= this.#steadyMs ? 1 : this.#inARow + 1;
    return delaysMs[Math.min(this.#inARow, delaysMs.length) - 1] ?? delaysMs[0];
  }
}
