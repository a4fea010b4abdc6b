import { fenceSentence, RingBuffer, type Clock, type IdSource, type Redactor } from '#shared/kernel/index.ts';
import { listenerFailed } from '#shared/catalogue/topics/components.ts';
import { patternText, type Heard, type Pattern, type TopicDraft } from '#shared/catalogue/topics/define.ts';
import { topicMatches, type EventLevel, type EventRecord } from '#shared/model/index.ts';
import type { Logger } from '../logger.ts';
import type { SystemEvents } from '../system-port.ts';
import { CorrelationContext } from './correlation.ts';
import { FlowCounter, type EventFlow } from './flow-counter.ts';
import { TopicEmitter } from './topic-emitter.ts';

export type EventListener = (event: EventRecord) => void | Promise<void>;

export interface ListenOptions {
  /** The component that listens; the flow then appears as an edge of the graph. */
  readonly owner?: string;
}

export interface EventBusOptions {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly redactor: Redactor;
  readonly logger: Logger;
  /** Number of events kept in memory for {@link EventBus.recent}; 10,000 by default. */
  readonly historySize?: number;
}

/** Returns true for levels whose sentence may quote an error of a library or a platform, and so a secret. */
const isTrouble = (level: EventLevel): boolean => level === 'warning' || level === 'error';

/** A causal chain this long is a cycle: the next event is refused and logged. */
const maxCausalDepth = 100;

/**
 * The event bus of the whole program. Records an event, then calls every listener in subscription order. An
 * event that a listener emits is delivered after the event it responds to, so that all listeners see all
 * events in one order. A listener that throws or rejects does not affect others and becomes the event
 * `listener.failed`. Events keep their topic and data as emitted; secrets are redacted only in the sentences
 * of warnings and errors, which may quote foreign errors.
 *
 * @example
 * ```ts
 * const { bus } = createCoreHarness().createServices();
 * const heard: string[] = [];
 * bus.on('chat.*', ({ message }) => {
 *   heard.push(message);
 *   if (message === 'Ada: hello') bus.emit('bot', happened('chat.answered', { message: 'bot: hello Ada' }));
 * });
 * bus.emit('twitch', happened('chat.message', { message: 'Ada: hello' }));
 * heard; // => ['Ada: hello', 'bot: hello Ada']
 *
 * // What a listener emits carries the correlation of what it answers, and names it as its cause.
 * const [question, answer] = bus.recent('chat.*', 2);
 * answer?.causeId === question?.id; // => true
 * answer?.correlationId === question?.correlationId; // => true
 * ```
 */
export class EventBus implements SystemEvents {
  readonly correlation = new CorrelationContext();
  readonly #options: EventBusOptions;
  readonly #emitter: TopicEmitter<EventRecord>;
  readonly #history: RingBuffer<EventRecord>;
  readonly #flows: FlowCounter;
  #outbox: { readonly event: EventRecord; readonly depth: number }[] = [];
  #delivering = false;

  constructor(options: EventBusOptions) {
    this.#options = options;
    this.#history = new RingBuffer(options.historySize ?? 10_000);
    this.#flows = new FlowCounter(options.clock);
    this.#emitter = new TopicEmitter((thrown, event, pattern) =>
      this.#listenerFailed(thrown, event, pattern),
    );
  }

  /** Number of listeners; a leak check compares before and after. */
  get listenerCount(): number {
    return this.#emitter.size;
  }

  on<TPattern extends Pattern>(
    to: TPattern,
    listener: (event: Heard<TPattern>) => void | Promise<void>,
    options: ListenOptions = {},
  ): Disposable {
    const pattern = patternText(to);
    const { owner } = options;
    // Only drafts created by the topic reach this listener, and the compiler checks their data against the
    // topic.
    const heard = listener as EventListener;
    const counted: EventListener =
      owner === undefined
        ? heard
        : (event) => {
            if (event.source !== owner) this.#flows.count(event.source, owner);
            return heard(event);
          };
    return this.#emitter.on(pattern, counted);
  }

  emit(source: string, draft: TopicDraft): EventRecord {
    const { clock, ids, redactor, logger } = this.#options;
    const { level } = draft;
    const topic = draft.topic.name;
    const context = this.correlation.current;
    const at = clock.now();
    const id = ids.next(at);
    const event: EventRecord = {
      id,
      topic,
      source,
      level,
      at,
      message: fenceSentence(isTrouble(level) ? redactor.text(draft.message) : draft.message),
      correlationId: draft.correlationId ?? context?.correlationId ?? id,
      causeId: draft.causeId ?? context?.causeId ?? null,
      data: draft.data,
    };
    const depth = (context?.depth ?? 0) + 1;
    if (depth > maxCausalDepth) {
      logger.error(
        `Event ${topic} of ${source} was not delivered: ${maxCausalDepth} events led to it`,
        undefined,
        {
          correlationId: event.correlationId,
        },
      );
      return event;
    }
    this.#history.push(event);
    if (!this.#emitter.hears(topic)) return event;
    if (this.#delivering) this.#outbox.push({ event, depth });
    else this.#deliverAll(event, depth);
    return event;
  }

  recent(from: Pattern, limit: number): readonly EventRecord[] {
    const pattern = patternText(from);
    return this.#history.newest(limit, (event) => topicMatches(pattern, event.topic));
  }

  /** Returns which component's events reached which component, and how often. */
  flows(): readonly EventFlow[] {
    return this.#flows.read();
  }

  /** Delivers an event, and then the events that its listeners emitted. */
  #deliverAll(first: EventRecord, depth: number): void {
    this.#delivering = true;
    try {
      this.#deliver(first, depth);
      for (let next = this.#outbox.shift(); next; next = this.#outbox.shift())
        this.#deliver(next.event, next.depth);
    } finally {
      // A throwing log is a separate defect; it must not silence the bus.
      this.#delivering = false;
    }
  }

  #deliver(event: EventRecord, depth: number): void {
    const correlationId = event.correlationId ?? event.id;
    this.correlation.run({ correlationId, causeId: event.id, depth }, () =>
      this.#emitter.emit(event.topic, event),
    );
  }

  #listenerFailed(thrown: unknown, event: EventRecord, pattern: string): void {
    this.#options.logger.error(`A listener for ${pattern} failed on ${event.topic}`, thrown, {
      eventId: event.id,
    });
    // A failure of a listener to `listener.failed` is only logged: an event would reach the same listener
    // again.
    if (listenerFailed.is(event)) return;
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    const data = { pattern, topic: event.topic, eventId: event.id };
    this.emit(event.source, listenerFailed(data, { reason, causeId: event.id }));
  }
}
