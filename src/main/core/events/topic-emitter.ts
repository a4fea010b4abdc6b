import { topicMatches } from '#shared/model/index.ts';

/** What is called with each value. A promise it returns is watched for rejection and never waited for. */
export type TopicListener<T> = (value: T) => unknown;

/** Called with what a listener threw or rejected with. Must not throw. */
export type ListenerFailure<T> = (thrown: unknown, value: T, pattern: string) => void;

type Entry<T> = { readonly pattern: string; readonly call: TopicListener<T> };

/**
 * Who hears one topic. The functions lie by themselves, so that an emit reads nothing else. Of an audience that was
 * replaced only the entries are left: an emit under way then goes on with care.
 */
type Audience<T> = {
  readonly topic: string;
  readonly entries: readonly Entry<T>[];
  readonly calls: TopicListener<T>[];
};

/** More distinct topics than a program has; beyond them something makes topics up, and the memory is let go. */
const maxCompiledTopics = 4_096;

/**
 * The bare mechanism of the bus: who is called for a topic, in the order of subscription, each harming no other.
 * For every topic heard so far its audience lies ready in one array, so a pattern costs no more than an exact topic. An
 * audience is replaced, never extended: a listener may add and remove listeners while it is called. One that was removed
 * is not called any more, not even by the emit under way; one that was added is called from the next on.
 */
export class TopicEmitter<T> {
  readonly #onFailure: ListenerFailure<T>;
  readonly #entries = new Set<Entry<T>>();
  readonly #audiences = new Map<string, Audience<T>>();
  /** The audience of the last emit: a program says the same topic again and again. */
  #last: Audience<T> | null = null;

  constructor(onFailure: ListenerFailure<T>) {
    this.#onFailure = onFailure;
  }

  /** How many listeners there are. */
  get size(): number {
    return this.#entries.size;
  }

  /** Whether anybody would hear this topic. */
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

  /** The rest of an emit in which a listener threw, came or went: each call by itself, and none to who has left. */
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
      // The prefix is worked out once, not for each of all the topics there are.
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
