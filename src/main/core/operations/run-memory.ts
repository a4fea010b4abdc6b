import type { Clock, Fault, Result } from '#shared/kernel/index.ts';

/** Milliseconds for which a run is remembered. */
const rememberedMs = 10 * 60_000;
/** Beyond this number the oldest runs are forgotten. */
const mostRemembered = 1_000;

interface Remembered<T> {
  readonly at: number;
  readonly input: string;
  readonly work: Promise<Result<T, Fault>>;
}

/** Remembers runs by their idempotency key, so that a repeated call runs once. */
export class RunMemory<T> {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #runs = new Map<string, Remembered<T>>();

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** Finds an earlier run by its key; `other-input` when the key was used with another input. */
  find(key: string, input: object): Promise<Result<T, Fault>> | 'other-input' | undefined {
    const found = this.#runs.get(key);
    if (!found || this.#clock.monotonic() - found.at >= rememberedMs) return undefined;
    return found.input === JSON.stringify(input) ? found.work : 'other-input';
  }

  /** Remembers a run from its start. A failed run is forgotten, so that sending it again retries it. */
  keep(key: string, input: object, work: Promise<Result<T, Fault>>): void {
    const at = this.#clock.monotonic();
    for (const [oldest, run] of this.#runs) {
      if (at - run.at < rememberedMs && this.#runs.size < mostRemembered) break;
      this.#runs.delete(oldest);
    }
    const run = { at, input: JSON.stringify(input), work };
    this.#runs.set(key, run);
    void this.#forgetIfFailed(key, run);
  }

  async #forgetIfFailed(key: string, run: Remembered<T>): Promise<void> {
    const { ok } = await run.work;
    if (!ok && this.#runs.get(key) === run) this.#runs.delete(key);
  }
}
