import type { AbortSource, Fault } from '#shared/kernel/index.ts';

/**
 * Cancels a part of a run and all parts nested in it. It has the interface of an `AbortSignal`; a real one is
 * created only when {@link Cancellation.signal} is read, because creating and linking signals costs far more
 * than most steps.
 */
export class Cancellation implements AbortSource, Disposable {
  readonly #parent: Cancellation | null;
  #listeners: (() => void)[] = [];
  #reason: Fault | null = null;
  #controller: AbortController | null = null;

  constructor(parent: Cancellation | null = null) {
    this.#parent = parent;
    if (parent === null) return;
    if (parent.reason !== null) this.cancel(parent.reason);
    else parent.addEventListener('abort', this.#onParent);
  }

  get aborted(): boolean {
    return this.#reason !== null;
  }

  get reason(): Fault | null {
    return this.#reason;
  }

  /** A real signal, for work that needs one. */
  get signal(): AbortSignal {
    if (this.#controller === null) {
      this.#controller = new AbortController();
      if (this.#reason !== null) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  /** Cancels it. The first reason is kept. */
  cancel(reason: Fault): void {
    if (this.#reason !== null) return;
    this.#reason = reason;
    this.#controller?.abort(reason);
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener();
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.push(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    // Searches from the end: the last listener usually leaves first, unless branches run in parallel.
    const index = this.#listeners.lastIndexOf(listener);
    if (index >= 0) this.#listeners.splice(index, 1);
  }

  /** Detaches from the enclosing part, which may live much longer. */
  [Symbol.dispose](): void {
    this.#parent?.removeEventListener('abort', this.#onParent);
  }

  readonly #onParent = (): void => {
    const reason = this.#parent?.reason;
    if (reason) this.cancel(reason);
  };
}
