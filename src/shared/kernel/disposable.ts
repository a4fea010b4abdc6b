/**
 * Wraps a function in a disposable. The function is called once, however often the disposable is disposed.
 *
 * @example
 * ```ts
 * const calls: string[] = [];
 * const watching = toDisposable(() => calls.push('closed'));
 * watching[Symbol.dispose]();
 * watching[Symbol.dispose]();
 * calls; // => ['closed']
 * ```
 */
export const toDisposable = (dispose: () => void): Disposable => {
  let isDisposed = false;
  return {
    [Symbol.dispose]: () => {
      if (isDisposed) return;
      isDisposed = true;
      dispose();
    },
  };
};

/** A disposable that does nothing. */
export const nothingToDispose: Disposable = { [Symbol.dispose]: () => undefined };
