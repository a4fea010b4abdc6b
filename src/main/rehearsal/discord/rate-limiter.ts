import type { Clock } from '#shared/kernel/index.ts';

/** The state of a request's bucket, and whether the request may pass. */
export interface RateVerdict {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  readonly resetAfterMs: number;
  readonly bucket: string;
}

interface Window {
  used: number;
  resetsAt: number;
}

/**
 * Limits requests per bucket with fixed windows, as Discord does: a number of requests, then none until the
 * window ends.
 */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #windows = new Map<string, Window>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  take(bucket: string, limit: number, windowMs: number): RateVerdict {
    const now = this.#clock.monotonic();
    const present = this.#windows.get(bucket);
    const window = present && present.resetsAt > now ? present : { used: 0, resetsAt: now + windowMs };
    this.#windows.set(bucket, window);
    const allowed = window.used < limit;
    if (allowed) window.used += 1;
    return {
      allowed,
      limit,
      remaining: Math.max(0, limit - window.used),
      resetAfterMs: window.resetsAt - now,
      bucket,
    };
  }
}
