/** The one source of time. Wall time names an instant, monotonic time measures a span: the two are never mixed. */
export interface Clock {
  /** Wall time in milliseconds since the epoch. May jump either way. */
  now(): number;
  /** Milliseconds on a line that never jumps back; only differences mean something. */
  monotonic(): number;
  /** Calls `callback` once after `delayMs`. Disposing the handle before that takes it back. */
  setTimeout(callback: () => void, delayMs: number): Disposable;
  /** Calls `callback` every `periodMs` until the handle is disposed. */
  setInterval(callback: () => void, periodMs: number): Disposable;
}

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
