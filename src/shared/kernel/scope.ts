import { nothingToDispose, toDisposable } from './disposable.ts';
import { Fault } from './fault.ts';

/** Something to be undone when a scope closes. */
type Finalizer = { readonly name: string; readonly run: () => void | Promise<void> };

/**
 * Owns things that must end: timers, listeners, sockets, children. Closing undoes them in reverse order, one after
 * another, never stops at the first error and reports all of them. What is added to a closed scope is undone at once.
 *
 * @example
 * ```ts
 * const closed: string[] = [];
 * const scope = new Scope('connection');
 * scope.defer('socket', () => void closed.push('socket'));
 * scope.defer('heartbeat', () => {
 *   throw new Error('it is dead already');
 * });
 * scope.defer('listener', () => void closed.push('listener'));
 *
 * const faults = await scope.close();
 * closed; // => ['listener', 'socket']
 * faults.map(({ message }) => message); // => ['Closing "heartbeat" of connection failed']
 * ```
 */
export class Scope implements AsyncDisposable {
  readonly name: string;
  #finalizers: Finalizer[] = [];
  #closing: Promise<readonly Fault[]> | undefined;

  constructor(name: string) {
    this.name = name;
  }

  get closed(): boolean {
    return this.#closing !== undefined;
  }

  /** How many things it still owns; the leak check reads this. */
  get size(): number {
    return this.#finalizers.length;
  }

  /** Adds something to undo. Disposing the returned handle takes it out again without undoing it. */
  defer(name: string, run: () => void | Promise<void>): Disposable {
    if (this.#closing) {
      void this.#runLate({ name, run });
      return nothingToDispose;
    }
    const finalizer: Finalizer = { name, run };
    this.#finalizers.push(finalizer);
    return toDisposable(() => {
      const index = this.#finalizers.lastIndexOf(finalizer);
      if (index >= 0) this.#finalizers.splice(index, 1);
    });
  }

  /** Owns a disposable. Returns it. */
  use<T extends Disposable | AsyncDisposable>(disposable: T, name = 'disposable'): T {
    this.defer(name, async () => {
      if (Symbol.asyncDispose in disposable) await disposable[Symbol.asyncDispose]();
      else disposable[Symbol.dispose]();
    });
    return disposable;
  }

  /** A scope that closes with this one, or earlier by itself. */
  child(name: string): Scope {
    const child = new Scope(`${this.name}/${name}`);
    const handle = this.defer(name, async () => {
      await child.close();
    });
    child.defer('leave parent', () => handle[Symbol.dispose]());
    return child;
  }

  /** Undoes everything. Safe to call twice: both calls get the same result. Never rejects. */
  close(): Promise<readonly Fault[]> {
    if (this.#closing) return this.#closing;
    // Kept before anything is undone: what is undone may ask, or close once more.
    const { promise, resolve } = Promise.withResolvers<readonly Fault[]>();
    this.#closing = promise;
    void this.#closeAll().then(resolve);
    return promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #closeAll(): Promise<readonly Fault[]> {
    const faults: Fault[] = [];
    for (let finalizer = this.#finalizers.pop(); finalizer; finalizer = this.#finalizers.pop()) {
      const fault = await this.#run(finalizer);
      if (fault) faults.push(fault);
    }
    return faults;
  }

  async #runLate(finalizer: Finalizer): Promise<void> {
    await this.#run(finalizer);
  }

  async #run(finalizer: Finalizer): Promise<Fault | undefined> {
    try {
      await finalizer.run();
      return undefined;
    } catch (thrown) {
      return new Fault('scope.finalizer-failed', `Closing "${finalizer.name}" of ${this.name} failed`, {
        kind: 'defect',
        cause: thrown,
      });
    }
  }
}
