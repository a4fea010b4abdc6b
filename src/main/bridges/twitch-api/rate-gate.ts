import type { Clock } from '#shared/kernel/index.ts';

/** Longest that a word of Twitch about its limits is believed; a clock that is wrong must not lock us out. */
const longestWaitMs = 60_000;

/** Keeps what Twitch says of its rate limit, and holds calls back while it allows none. */
export class RateGate {
  readonly #clock: Clock;
  #closedUntil = 0;
  #remaining: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Points left in the bucket when Twitch last said so; null before. */
  get remaining(): number | null {
    return this.#remaining;
  }

  /** How long no call may be made, milliseconds; 0 when one may. */
  get waitMs(): number {
    return Math.max(0, this.#closedUntil - this.#clock.monotonic());
  }

  /** Reads the headers of an answer. `refused` says that this very call was one too many. */
  note(headers: Headers, refused: boolean): void {
    const remaining = Number(headers.get('ratelimit-remaining') ?? Number.NaN);
    if (Number.isFinite(remaining)) this.#remaining = remaining;
    if (!refused) return;
    const resetAt = Number(headers.get('ratelimit-reset') ?? Number.NaN) * 1_000;
    const waitMs = Number.isFinite(resetAt) ? resetAt - this.#clock.now() : 1_000;
    this.#closedUntil = this.#clock.monotonic() + Math.min(longestWaitMs, Math.max(1_000, waitMs));
  }
}
