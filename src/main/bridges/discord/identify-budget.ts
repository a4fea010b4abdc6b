import type { Clock } from '#shared/kernel/index.ts';

/** Where the instants of the sign-ins are kept, so that a program that is started again does not begin to count anew. */
export interface SignInLog {
  /** Epoch milliseconds. */
  read(): Promise<readonly number[]>;
  /** Resolves when they would survive a power cut. */
  write(instants: readonly number[]): Promise<void>;
}

export interface IdentifyLimits {
  /** IDENTIFYs allowed in the window. */
  readonly limit: number;
  readonly windowMs: number;
  /** How long after the last one the first, second, third … of a window may follow, milliseconds. */
  readonly gapsMs: readonly number[];
}

/**
 * Counts IDENTIFYs over all lives of a bridge. Discord allows 1,000 a day and resets the bot token after that, so no
 * fault, however it repeats, may spend more than a few an hour; and they are spread, so that one of a minute does not
 * cost the hour.
 */
export class IdentifyBudget {
  readonly #clock: Clock;
  readonly #limits: IdentifyLimits;
  #spent: number[] = [];

  constructor(clock: Clock, limits: IdentifyLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  get used(): number {
    this.#forget();
    return this.#spent.length;
  }

  /** Whether the window has none left. */
  get isSpent(): boolean {
    return this.used >= this.#limits.limit;
  }

  /** Milliseconds until the next IDENTIFY is allowed; 0 when it is now. */
  get waitMs(): number {
    this.#forget();
    const [oldest] = this.#spent;
    const last = this.#spent.at(-1);
    if (oldest === undefined || last === undefined) return 0;
    const now = this.#clock.monotonic();
    if (this.#spent.length >= this.#limits.limit) return Math.max(1, oldest + this.#limits.windowMs - now);
    return Math.max(0, last + (this.#limits.gapsMs[this.#spent.length] ?? 0) - now);
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
    const since = this.#clock.monotonic() - this.#limits.windowMs;
    this.#spent = this.#spent.filter((at) => at > since);
  }
}
