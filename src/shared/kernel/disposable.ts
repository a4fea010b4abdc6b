/**
 * A function as a disposable. It is called once, however often the disposable is disposed.
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

/** A disposable that has nothing to let go of. */
export const nothingToDispose: Disposable = { [Symbol.dispose]: () => undefined };
