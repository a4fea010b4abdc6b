/**
 * The only source of time. Wall time names an instant, monotonic time measures a span. The two are never
 * mixed.
 */
export interface Clock {
  /** Wall time in milliseconds since the epoch. May jump in both directions. */
  now(): number;
  /** Milliseconds of a clock that never jumps back. Only differences are meaningful. */
  monotonic(): number;
  /** Calls `callback` once after `delayMs`, unless the handle is disposed first. */
  setTimeout(callback: () => void, delayMs: number): Disposable;
  /**
   * Like `setTimeout`, for a time limit that is nearly always cancelled: cheap to set and to cancel.
   * {@link startDeadline} falls back to `setTimeout` for a clock without it.
   */
  setDeadline?(callback: () => void, limitMs: number): Disposable;
  /** Calls `callback` every `periodMs` until the handle is disposed. */
  setInterval(callback: () => void, periodMs: number): Disposable;
}

/**
 * Calls `callback` when a time limit expires, unless the handle is disposed first.
 *
 * @example
 * ```ts
 * const clock = createFakeClock();
 * const late: string[] = [];
 * const lifted = startDeadline(clock, () => late.push('lifted'), 1_000);
 * startDeadline(clock, () => late.push('kept'), 1_000);
 * lifted[Symbol.dispose]();
 * await clock.advance(1_000);
 * late; // => ['kept']
 * ```
 */
export const startDeadline = (clock: Clock, callback: () => void, limitMs: number): Disposable =>
  clock.setDeadline ? clock.setDeadline(callback, limitMs) : clock.setTimeout(callback, limitMs);

/** A source of cancellation: an `AbortSignal`, or an object with the same properties and events. */
export interface AbortSource {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/**
 * Resolves after `delayMs`; rejects at once with the signal's reason when the signal aborts.
 *
 * @example
 * ```ts
 * const clock = createFakeClock();
 * const over = new AbortController();
 * const nap = sleep(clock, 60_000, over.signal);
 * over.abort(new Error('the show is over'));
 * nap; // throws 'the show is over'
 * ```
 */
export const sleep = (clock: Clock, delayMs: number, signal?: AbortSource): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = (): void => {
      signal?.removeEventListener('abort', onAbort);
      timer[Symbol.dispose]();
      reject(signal?.reason);
    };
    const timer = clock.setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, delayMs);
    signal?.addEventListener('abort', onAbort);
  });
