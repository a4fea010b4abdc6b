import type { Component, ComponentContext, MetricReading } from '#core/index.ts';
import { type Clock, cutText, isolate, type JsonObject } from '#shared/kernel/index.ts';
import { type ChatMessage, type EventRecord, longestKeptMessage } from '#shared/model/index.ts';
import { Inbox, type OwnMessageNote } from './inbox.ts';

const minuteMs = 60_000;
/** What a chat message may have at most. */

/** The inbox as a component: while it runs, what the bridges hear becomes the event `chat.message`. */
export class InboxComponent implements Component {
  readonly #inbox: Inbox;
  readonly #clock: Clock;
  #context: ComponentContext | null = null;
  #missed = 0;
  /** Monotonic times of the messages of the last minute. */
  #lastMinute: number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#inbox = new Inbox(clock);
  }

  initialize(context: ComponentContext): void {
    this.#context = context;
    context.events.on('discord.message-edited', (event) => this.#edited(event));
    context.events.on('discord.message-deleted', (event) => this.#deleted(event));
    context.setCondition({
      type: 'Open',
      status: 'true',
      reason: 'Receiving',
      message: 'What the bridges hear is taken in.',
    });
  }

  cleanup(): void {
    this.#context = null;
  }

  /** Where the bridges put what they heard. */
  deliver(message: ChatMessage): void {
    if (!this.#context) {
      this.#missed += 1;
      return;
    }
    const told = this.#inbox.take(message);
    if (!told) return;
    this.#lastMinute.push(this.#clock.monotonic());
    this.#context.events.emit('chat.message', {
      level: 'debug',
      message: `${isolate(told.displayName)}: ${isolate(told.text)}`,
      data: { message: told },
    });
  }

  expectOwn(note: OwnMessageNote): void {
    this.#inbox.expectOwn(note);
  }

  forget(platform: string, userId: string): void {
    this.#inbox.forget(platform, userId);
  }

  recent(limit: number): readonly ChatMessage[] {
    return this.#inbox.recent(limit);
  }

  getFact(): string {
    return `${this.#messagesPerMinute()} in the last minute`;
  }

  getMetrics(): readonly MetricReading[] {
    return [{ name: 'messagesPerMinute', unit: 'per minute', value: this.#messagesPerMinute() }];
  }

  getStatus(): JsonObject {
    return {
      received: this.#inbox.received,
      repeatsLeftOut: this.#inbox.repeated,
      missedWhileStopped: this.#missed,
    };
  }

  #edited({ id, data: { messageId, text, at } }: EventRecord): void {
    if (typeof messageId !== 'string' || typeof text !== 'string') return;
    const editedAt = typeof at === 'number' ? at : this.#clock.now();
    const changed = this.#inbox.change('discord', messageId, {
      text: cutText(text, longestKeptMessage),
      editedAt,
    });
    this.#tellChange(changed, 'edited', id);
  }

  #deleted({ id, data: { messageId } }: EventRecord): void {
    if (typeof messageId !== 'string') return;
    const changed = this.#inbox.change('discord', messageId, { deletedAt: this.#clock.now() });
    this.#tellChange(changed, 'deleted', id);
  }

  #tellChange(message: ChatMessage | null, change: 'edited' | 'deleted', causeId: string): void {
    if (!message) return;
    this.#context?.events.emit('chat.message-changed', {
      level: 'debug',
      message: `A message of ${isolate(message.displayName)} was ${change}`,
      data: { change, message },
      causeId,
    });
  }

  #messagesPerMinute(): number {
    const since = this.#clock.monotonic() - minuteMs;
    this.#lastMinute = this.#lastMinute.filter((at) => at > since);
    return this.#lastMinute.length;
  }
}
