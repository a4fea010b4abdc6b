import type { Clock } from '#shared/kernel/index.ts';

const bucketPoints = 800;
const windowMs = 60_000;

/** Helix's rate limit: 800 points a minute, refilled evenly, reported in the `Ratelimit-` headers. */
export class RateBucket {
  readonly #clock: Clock;
  #points = bucketPoints;
  #filledAt: number;
  #emptyUntil = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#filledAt = clock.monotonic();
  }

  /** Refuses every request for this number of milliseconds. */
  exhaust(resetInMs: number): void {
    this.#emptyUntil = this.#clock.monotonic() + resetInMs;
  }

  /** Takes one point. Returns false when none is left. */
  take(): boolean {
    const now = this.#clock.monotonic();
    if (now < this.#emptyUntil) return false;
    this.#points = Math.min(bucketPoints, this.#points + ((now - this.#filledAt) / windowMs) * bucketPoints);
    this.#filledAt = now;
    if (this.#points < 1) return false;
    this.#points -= 1;
    return true;
  }

  headers(): Readonly<Record<string, string>> {
    const now = this.#clock.monotonic();
    const empty = now < this.#emptyUntil;
    const missing = bucketPoints - this.#points;
    const fullInMs = empty ? this.#emptyUntil - now : (missing / bucketPoints) * windowMs;
    return {
      'ratelimit-limit': String(bucketPoints),
      'ratelimit-remaining': empty ? '0' : String(Math.floor(this.#points)),
      'ratelimit-reset': String(Math.ceil((this.#clock.now() + fullInMs) / 1_000)),
    };
  }
}
