import type { AbortSource, Fault } from '#shared/kernel/index.ts';

/**
 * Ends a part of a run and every part within it. It is asked and heard like an `AbortSignal`, which is made only when
 * somebody reads {@link Cancellation.signal}: making signals, and signals out of signals, costs far more than most steps.
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

  /** For work that wants a real one. */
  get signal(): AbortSignal {
    if (this.#controller === null) {
      this.#controller = new AbortController();
      if (this.#reason !== null) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  /** Ends it. The first reason stands. */
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
    // From behind: who came last leaves first, unless branches run at once.
    const index = this.#listeners.lastIndexOf(listener);
    if (index >= 0) this.#listeners.splice(index, 1);
  }

  /** Takes leave of the part around it, which may live much longer. */
  [Symbol.dispose](): void {
    this.#parent?.removeEventListener('abort', this.#onParent);
  }

  readonly #onParent = (): void => {
    const reason = this.#parent?.reason;
    if (reason) this.cancel(reason);
  };
}
