import type { Clock } from '#shared/kernel/index.ts';

const bucketPoints = 800;
const windowMs = 60_000;

/** Helix's bucket: 800 points a minute, filled again evenly, told in the `Ratelimit-` headers. */
export class RateBucket {
  readonly #clock: Clock;
  #points = bucketPoints;
  #filledAt: number;
  #emptyUntil = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#filledAt = clock.monotonic();
  }

  /** Lets nothing through until so many milliseconds from now. */
  exhaust(resetInMs: number): void {
    this.#emptyUntil = this.#clock.monotonic() + resetInMs;
  }

  /** Takes one point. False when there is none. */
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
