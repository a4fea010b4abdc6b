import { topicMatches } from '#shared/model/index.ts';

/** A listener, called with each value. A returned promise is watched for rejection and never awaited. */
export type TopicListener<T> = (value: T) => unknown;

/** Called with the error that a listener threw or rejected with. Must not throw. */
export type ListenerFailure<T> = (thrown: unknown, value: T, pattern: string) => void;

type Entry<T> = { readonly pattern: string; readonly call: TopicListener<T> };

/**
 * The listeners of one topic. The functions lie in an array of their own, so that an emit reads nothing else.
 * A replaced audience keeps only its entries: an emit in progress then continues with checks.
 */
type Audience<T> = {
  readonly topic: string;
  readonly entries: readonly Entry<T>[];
  readonly calls: TopicListener<T>[];
};

/**
 * More distinct topics than a program has. Beyond them topics are being generated, and the cache is cleared.
 */
const maxCompiledTopics = 4_096;

/**
 * The mechanism of the bus: calls the listeners of a topic in subscription order, isolated from each other.
 * The audience of every emitted topic is cached as one array, so a pattern costs no more than an exact topic.
 * An audience is replaced, never extended: a listener may add and remove listeners during an emit. A removed
 * listener is no longer called, even by the emit in progress; an added one is called from the next emit on.
 */
export class TopicEmitter<T> {
  readonly #onFailure: ListenerFailure<T>;
  readonly #entries = new Set<Entry<T>>();
  readonly #audiences = new Map<string, Audience<T>>();
  /** The audience of the last emit: programs often emit the same topic repeatedly. */
  #last: Audience<T> | null = null;

  constructor(onFailure: ListenerFailure<T>) {
    this.#onFailure = onFailure;
  }

  /** Number of listeners. */
  get size(): number {
    return this.#entries.size;
  }

  /** Returns true when the topic has a listener. */
  hears(topic: string): boolean {
    return this.#audienceOf(topic).calls.length > 0;
  }

  /** Listens to a topic, a prefix (`bridge.*`) or everything (`*`) until disposed. */
  on(pattern: string, listener: TopicListener<T>): Disposable {
    const entry: Entry<T> = { pattern, call: listener };
    this.#entries.add(entry);
    this.#replaceAudiences(pattern);
    return {
      [Symbol.dispose]: () => {
        if (this.#entries.delete(entry)) this.#replaceAudiences(pattern);
      },
    };
  }

  /** Calls every listener of the topic. Never throws. */
  emit(topic: string, value: T): void {
    const last = this.#last;
    const audience = last !== null && last.topic === topic ? last : (this.#last = this.#audienceOf(topic));
    const { calls } = audience;
    let index = 0;
    try {
      for (const count = calls.length; index < count; index++) {
        const call = calls[index];
        if (call === undefined) {
          this.#goOn(audience, index, value);
          return;
        }
        const returned = call(value);
        if (returned !== undefined) this.#watch(returned, value, audience, index);
      }
    } catch (thrown) {
      this.#onFailure(thrown, value, audience.entries[index]?.pattern ?? topic);
      this.#goOn(audience, index + 1, value);
    }
  }

  /**
   * Continues an emit in which a listener threw, was added or removed: calls one by one, skipping removed
   * listeners.
   */
  #goOn({ entries }: Audience<T>, from: number, value: T): void {
    for (const entry of entries.slice(from)) {
      if (!this.#entries.has(entry)) continue;
      try {
        const returned = entry.call(value);
        if (returned instanceof Promise) this.#catch(returned, value, entry.pattern);
      } catch (thrown) {
        this.#onFailure(thrown, value, entry.pattern);
      }
    }
  }

  #watch(returned: unknown, value: T, { entries, topic }: Audience<T>, index: number): void {
    if (returned instanceof Promise) this.#catch(returned, value, entries[index]?.pattern ?? topic);
  }

  #catch(promise: Promise<unknown>, value: T, pattern: string): void {
    promise.catch((thrown: unknown) => this.#onFailure(thrown, value, pattern));
  }

  #audienceOf(topic: string): Audience<T> {
    const known = this.#audiences.get(topic);
    if (known) return known;
    const entries = [...this.#entries].filter((entry) => topicMatches(entry.pattern, topic));
    if (this.#audiences.size >= maxCompiledTopics)
      for (const old of this.#audiences.values()) this.#retire(old);
    const audience: Audience<T> = { topic, entries, calls: [] };
    for (const { call } of entries) audience.calls.push(call);
    this.#audiences.set(topic, audience);
    return audience;
  }

  #replaceAudiences(pattern: string): void {
    if (pattern.endsWith('*')) {
      // Computed once, not for each topic.
      const prefix = pattern.slice(0, -1);
      for (const audience of this.#audiences.values())
        if (audience.topic.startsWith(prefix)) this.#retire(audience);
    } else {
      const audience = this.#audiences.get(pattern);
      if (audience) this.#retire(audience);
    }
  }

  #retire(audience: Audience<T>): void {
    this.#audiences.delete(audience.topic);
    audience.calls.length = 0;
    if (audience === this.#last) this.#last = null;
  }
}
