import type { Clock } from '#shared/kernel/index.ts';

/** Longest accepted wait of a rate limit; a wrong clock must not lock us out. */
const longestWaitMs = 60_000;

/** Tracks Twitch's rate limit, and blocks calls while no calls are allowed. */
export class RateGate {
  readonly #clock: Clock;
  #closedUntil = 0;
  #remaining: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Points left in the bucket from the last answer; null before. */
  get remaining(): number | null {
    return this.#remaining;
  }

  /** Milliseconds until a call is allowed; 0 when one is allowed now. */
  get waitMs(): number {
    return Math.max(0, this.#closedUntil - this.#clock.monotonic());
  }

  /** Reads the headers of an answer. `refused` is true when Twitch refused the call for the rate limit. */
  note(headers: Headers, refused: boolean): void {
    const remaining = Number(headers.get('ratelimit-remaining') ?? Number.NaN);
    if (Number.isFinite(remaining)) this.#remaining = remaining;
    if (!refused) return;
    const resetAt = Number(headers.get('ratelimit-reset') ?? Number.NaN) * 1_000;
    const waitMs = Number.isFinite(resetAt) ? resetAt - this.#clock.now() : 1_000;
    this.#closedUntil = this.#clock.monotonic() + Math.min(longestWaitMs, Math.max(1_000, waitMs));
  }
}
