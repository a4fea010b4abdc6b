import type { Clock } from '#shared/kernel/index.ts';

/** Where the instants of the sign-ins are kept, so that a program that is started again does not begin to count anew. */
export interface SignInLog {
  /** Epoch milliseconds. */
  read(): Promise<readonly number[]>;
  /** Resolves when they would survive a power cut. */
  write(instants: readonly number[]): Promise<void>;
}

/**
 * Counts IDENTIFYs over all lives of a bridge. Discord allows 1,000 a day and resets the bot token after that, so no
 * fault, however it repeats, may spend more than a few an hour.
 */
export class IdentifyBudget {
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #windowMs: number;
  #spent: number[] = [];

  constructor(clock: Clock, limit: number, windowMs: number) {
    this.#clock = clock;
    this.#limit = limit;
    this.#windowMs = windowMs;
  }

  get used(): number {
    this.#forget();
    return this.#spent.length;
  }

  /** Milliseconds until the next IDENTIFY is allowed; 0 when it is now. */
  get waitMs(): number {
    this.#forget();
    const oldest = this.#spent[0];
    if (oldest === undefined || this.#spent.length < this.#limit) return 0;
    return Math.max(1, oldest + this.#windowMs - this.#clock.monotonic());
  }

  /** Spends one. False, and nothing is spent, when none is left. */
  take(): boolean {
    if (this.waitMs > 0) return false;
    this.#spent.push(this.#clock.monotonic());
    return true;
  }

  /** The sign-ins that still count, epoch milliseconds. */
  get instants(): readonly number[] {
    this.#forget();
    const wallAhead = this.#clock.now() - this.#clock.monotonic();
    return this.#spent.map((at) => Math.round(at + wallAhead));
  }

  /** Takes in sign-ins of an earlier run. One from the future, after a change of the clock, counts as of now. */
  restore(instants: readonly number[]): void {
    const [now, monotonic] = [this.#clock.now(), this.#clock.monotonic()];
    const earlier = instants.map((at) => monotonic - Math.max(0, now - at));
    this.#spent = [...earlier, ...this.#spent].toSorted((left, right) => left - right);
  }

  #forget(): void {
    const since = this.#clock.monotonic() - this.#windowMs;
    this.#spent = this.#spent.filter((at) => at > since);
  }
}
