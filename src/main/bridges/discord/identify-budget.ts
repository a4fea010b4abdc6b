import type { Clock } from '#shared/kernel/index.ts';

/** Stores the times of sign-ins, so that a restart of Cuelight doesn't reset the count. */
export interface SignInLog {
  /** Returns the times in epoch milliseconds. */
  read(): Promise<readonly number[]>;
  /** Resolves when the times would survive a power cut. */
  write(instants: readonly number[]): Promise<void>;
}

export interface IdentifyLimits {
  /** IDENTIFYs allowed in the window. */
  readonly limit: number;
  readonly windowMs: number;
  /** Minimum delays after the last IDENTIFY for the first, second, third … of a window, milliseconds. */
  readonly gapsMs: readonly number[];
}

/**
 * Limits IDENTIFYs across all connections of a bridge. Discord allows 1,000 a day and then resets the bot
 * token, so no fault, however often it repeats, may spend more than a few an hour. Growing delays spread
 * them, so that one bad minute doesn't use up the hour.
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

  /** True when the window has no IDENTIFYs left. */
  get isSpent(): boolean {
    return this.used >= this.#limits.limit;
  }

  /** Milliseconds until the next IDENTIFY is allowed; 0 when one is allowed now. */
  get waitMs(): number {
    this.#forget();
    const [oldest] = this.#spent;
    const last = this.#spent.at(-1);
    if (oldest === undefined || last === undefined) return 0;
    const now = this.#clock.monotonic();
    if (this.#spent.length >= this.#limits.limit) return Math.max(1, oldest + this.#limits.windowMs - now);
    return Math.max(0, last + (this.#limits.gapsMs[this.#spent.length] ?? 0) - now);
  }

  /** Spends one IDENTIFY. Returns false and spends nothing when none is left. */
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

  /** Adds sign-ins of an earlier run. A time in the future, after a clock change, counts as now. */
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
