import { toDisposable } from './disposable.ts';

/**
 * Calls its listeners in the order in which they were added. A listener that is removed during an emit is no
 * longer called; one that is added during an emit is called from the next emit on. An error thrown by a
 * listener reaches the emitter's caller.
 *
 * @example
 * ```ts
 * const heard: string[] = [];
 * const sceneChanges = new Emitter<[scene: string]>();
 * const listening = sceneChanges.on((scene) => heard.push(scene));
 * sceneChanges.emit('Main');
 * listening[Symbol.dispose]();
 * sceneChanges.emit('BRB');
 * heard; // => ['Main']
 * ```
 */
export class Emitter<Values extends readonly unknown[] = []> {
  readonly #listeners = new Map<symbol, (...values: Values) => void>();

  get listenerCount(): number {
    return this.#listeners.size;
  }

  on(listener: (...values: Values) => void): Disposable {
    const key = Symbol('listener');
    this.#listeners.set(key, listener);
    return toDisposable(() => this.#listeners.delete(key));
  }

  emit(...values: Values): void {
    const present = [...this.#listeners];
    for (const [key, listener] of present) if (this.#listeners.has(key)) listener(...values);
  }

  /** Removes every listener. */
  clear(): void {
    this.#listeners.clear();
  }
}
