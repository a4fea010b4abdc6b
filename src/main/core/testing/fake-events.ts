import { patternText, type Heard, type Pattern, type TopicDraft } from '#shared/catalogue/topics/define.ts';
import type { Clock, IdSource } from '#shared/kernel/index.ts';
import { topicMatches, type EventRecord } from '#shared/model/index.ts';
import type { SystemEvents } from '../system-port.ts';

/**
 * A bus that delivers synchronously and keeps every event.
 *
 * @example
 * ```ts
 * const events = new FakeEvents(createFakeClock(), createCountingIds('event'));
 * const heard: string[] = [];
 * events.on('house.*', ({ topic }) => void heard.push(topic));
 * events.emit('house', happened('house.door-opened'));
 * heard; // => ['house.door-opened']
 * events.records.length; // => 1
 * ```
 */
export class FakeEvents implements SystemEvents {
  /** All events so far, oldest first. */
  readonly records: EventRecord[] = [];
  readonly #listeners = new Set<(event: EventRecord) => void>();
  readonly #clock: Pick<Clock, 'now'>;
  readonly #ids: Pick<IdSource, 'next'>;

  constructor(clock: Pick<Clock, 'now'>, ids: Pick<IdSource, 'next'>) {
    this.#clock = clock;
    this.#ids = ids;
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  on<TPattern extends Pattern>(
    pattern: TPattern,
    listener: (event: Heard<TPattern>) => void | Promise<void>,
  ): Disposable {
    const filtered = (event: EventRecord): void => {
      if (topicMatches(patternText(pattern), event.topic)) void listener(event as Heard<TPattern>);
    };
    this.#listeners.add(filtered);
    return { [Symbol.dispose]: () => void this.#listeners.delete(filtered) };
  }

  emit(source: string, draft: TopicDraft): EventRecord {
    const record: EventRecord = {
      id: this.#ids.next(),
      topic: draft.topic.name,
      source,
      level: draft.level,
      at: this.#clock.now(),
      message: draft.message,
      correlationId: draft.correlationId ?? null,
      causeId: draft.causeId ?? null,
      data: { ...draft.data },
    };
    this.records.push(record);
    this.deliver(record);
    return record;
  }

  /** Delivers an event to the listeners as another process, or another version, wrote it. */
  deliver(record: EventRecord): void {
    for (const listener of this.#listeners) listener(record);
  }

  recent(pattern: Pattern, limit: number): readonly EventRecord[] {
    const text = patternText(pattern);
    return this.records.filter(({ topic }) => topicMatches(text, topic)).slice(-limit);
  }
}
