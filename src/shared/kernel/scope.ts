import { nothingToDispose, toDisposable } from './disposable.ts';
import { Fault } from './fault.ts';

/** A cleanup that runs when a scope closes. */
type Finalizer = { readonly name: string; readonly run: () => void | Promise<void> };

/**
 * Owns things that must end: timers, listeners, sockets, children. Closing runs the finalizers in reverse
 * order, one after another, continues after an error and reports all errors. A finalizer that is added to a
 * closed scope runs at once.
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

  /** Number of things it still owns; the leak check reads it. */
  get size(): number {
    return this.#finalizers.length;
  }

  /** Adds a finalizer. Disposing the returned handle removes the finalizer without running it. */
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

  /** Owns a disposable and returns it. */
  use<T extends Disposable | AsyncDisposable>(disposable: T, name = 'disposable'): T {
    this.defer(name, async () => {
      if (Symbol.asyncDispose in disposable) await disposable[Symbol.asyncDispose]();
      else disposable[Symbol.dispose]();
    });
    return disposable;
  }

  /** Creates a scope that closes with this one, or earlier. */
  child(name: string): Scope {
    const child = new Scope(`${this.name}/${name}`);
    const handle = this.defer(name, async () => {
      await child.close();
    });
    child.defer('leave parent', () => handle[Symbol.dispose]());
    return child;
  }

  /** Runs all finalizers. Safe to call twice: both calls get the same result. Never rejects. */
  close(): Promise<readonly Fault[]> {
    if (this.#closing) return this.#closing;
    // Set before any finalizer runs: a finalizer may read the state or close the scope again.
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
