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

/** Calls `callback` when a time limit is over, unless the handle is disposed before. */
export const startDeadline = (clock: Clock, callback: () => void, limitMs: number): Disposable =>
  clock.setDeadline ? clock.setDeadline(callback, limitMs) : clock.setTimeout(callback, limitMs);

/** Resolves after `delayMs`; rejects at once with the signal's reason when it aborts. */
export const sleep = (clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = (): void => {
      timer[Symbol.dispose]();
      reject(signal?.reason);
    };
    const timer = clock.setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, delayMs);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
