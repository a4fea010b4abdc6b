import { topicMatches } from '#shared/model/index.ts';

/** What is called with each value. A promise it returns is watched for rejection and never waited for. */
export type TopicListener<T> = (value: T) => unknown;

/** Called with what a listener threw or rejected with. Must not throw. */
export type ListenerFailure<T> = (thrown: unknown, value: T, pattern: string) => void;

type Entry<T> = { readonly pattern: string; call: TopicListener<T> };

const ignore = (): void => undefined;

/** More distinct topics than a program has; beyond them something makes topics up, and the memory is let go. */
const maxCompiledTopics = 4_096;

/**
 * The bare mechanism of the bus: who is called for a topic, in the order of subscription, each harming no other.
 * For every topic heard so far the matching listeners lie ready in one array, so a pattern costs no more than an exact
 * topic. An array is never changed, only replaced: a listener may add and remove listeners while it is called. One that
 * was removed is not called any more, not even by the emit under way; one that was added is called from the next on.
 */
export class TopicEmitter<T> {
  readonly #onFailure: ListenerFailure<T>;
  readonly #entries = new Set<Entry<T>>();
  readonly #compiled = new Map<string, readonly Entry<T>[]>();

  constructor(onFailure: ListenerFailure<T>) {
    this.#onFailure = onFailure;
  }

  /** How many listeners there are. */
  get size(): number {
    return this.#entries.size;
  }

  /** Whether anybody would hear this topic. */
  hears(topic: string): boolean {
    return this.#listenersOf(topic).length > 0;
  }

  /** Listens to a topic, a prefix (`bridge.*`) or everything (`*`) until disposed. */
  on(pattern: string, listener: TopicListener<T>): Disposable {
    const entry: Entry<T> = { pattern, call: listener };
    this.#entries.add(entry);
    this.#forget(pattern);
    return {
      [Symbol.dispose]: () => {
        if (!this.#entries.delete(entry)) return;
        entry.call = ignore;
        this.#forget(pattern);
      },
    };
  }

  /** Calls every listener of the topic. Never throws. */
  emit(topic: string, value: T): void {
    const entries = this.#compiled.get(topic) ?? this.#listenersOf(topic);
    const count = entries.length;
    let index = 0;
    // One `try` around the whole loop, entered again after a throw: isolation costs nothing while nobody throws.
    while (index < count) {
      try {
        for (; index < count; index++) {
          const returned = entries[index]?.call(value);
          if (returned instanceof Promise) this.#watch(returned, value, entries[index]?.pattern ?? topic);
        }
      } catch (thrown) {
        this.#onFailure(thrown, value, entries[index]?.pattern ?? topic);
        index++;
      }
    }
  }

  #watch(promise: Promise<unknown>, value: T, pattern: string): void {
    promise.catch((thrown: unknown) => this.#onFailure(thrown, value, pattern));
  }

  #listenersOf(topic: string): readonly Entry<T>[] {
    const known = this.#compiled.get(topic);
    if (known) return known;
    const matching = [...this.#entries].filter((entry) => topicMatches(entry.pattern, topic));
    if (this.#compiled.size >= maxCompiledTopics) this.#compiled.clear();
    this.#compiled.set(topic, matching);
    return matching;
  }

  #forget(pattern: string): void {
    if (!pattern.endsWith('*')) {
      this.#compiled.delete(pattern);
      return;
    }
    for (const topic of this.#compiled.keys()) if (topicMatches(pattern, topic)) this.#compiled.delete(topic);
  }
}
