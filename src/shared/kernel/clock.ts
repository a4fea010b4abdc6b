/** The one source of time. Wall time names an instant, monotonic time measures a span: the two are never mixed. */
export interface Clock {
  /** Wall time in milliseconds since the epoch. May jump either way. */
  now(): number;
  /** Milliseconds on a line that never jumps back; only differences mean something. */
  monotonic(): number;
  /** Calls `callback` once after `delayMs`. Disposing the handle before that takes it back. */
  setTimeout(callback: () => void, delayMs: number): Disposable;
  /**
   * The same for a time limit, which is nearly always lifted before it comes due: cheap to set and to lift. A clock
   * without it is asked for a timer ({@link startDeadline}).
   */
  setDeadline?(callback: () => void, limitMs: number): Disposable;
  /** Calls `callback` every `periodMs` until the handle is disposed. */
  setInterval(callback: () => void, periodMs: number): Disposable;
}

/**
 * Calls `callback` when a time limit is over, unless the handle is disposed before.
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

/** What ends work from outside: an `AbortSignal`, or anything that can be asked and heard like one. */
export interface AbortSource {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/**
 * Resolves after `delayMs`; rejects at once with the signal's reason when it aborts.
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
