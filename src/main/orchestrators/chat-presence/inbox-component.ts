import type { Component, ComponentContext, MetricReading } from '#core/index.ts';
import { chatMessage, chatMessageChanged } from '#shared/catalogue/topics/chat.ts';
import { type Clock, type JsonObject, minuteMs } from '#shared/kernel/index.ts';
import type { ChatChange, ChatMessage } from '#shared/model/index.ts';
import { Inbox, type OwnMessageNote } from './inbox.ts';

/** The inbox as a component: while it runs, it turns the bridges' messages into the event `chat.message`. */
export class InboxComponent implements Component {
  readonly #inbox: Inbox;
  readonly #clock: Clock;
  #context: ComponentContext | null = null;
  #missed = 0;
  /** Monotonic times of the messages in the last minute. */
  #lastMinute: number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#inbox = new Inbox(clock);
  }

  initialize(context: ComponentContext): void {
    this.#context = context;
    context.setCondition({
      type: 'Open',
      status: 'true',
      reason: 'Receiving',
      message: 'Messages from all bridges are received.',
    });
  }

  cleanup(): void {
    this.#context = null;
  }

  /** Receives the messages of the bridges. */
  deliver(message: ChatMessage): void {
    if (!this.#context) {
      this.#missed += 1;
      return;
    }
    const stored = this.#inbox.take(message);
    if (!stored) return;
    this.#lastMinute.push(this.#clock.monotonic());
    const changed = this.#inbox.catchUp(stored);
    const removed = changed?.deletedAt !== undefined;
    const { id } = this.#context.events.emit(chatMessage({ message: stored, ...(removed && { removed }) }));
    if (changed) this.#emitChange([changed], removed ? 'deleted' : 'edited', id);
  }

  /**
   * Applies `chat.edited` and `chat.deleted`, also while stopped, because the stored messages are still
   * shown.
   */
  change(change: ChatChange, eventId: string): void {
    this.#emitChange(this.#inbox.change(change), change.kind, eventId);
  }

  /**
   * Reports messages that a change altered in the archive, except those in memory, which were reported
   * before.
   */
  reportArchived(messages: readonly ChatMessage[], change: ChatChange['kind']): void {
    const others = messages.filter((message) => !this.#inbox.holds(message));
    this.#emitChange(others, change, null);
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
    const count = this.#messagesPerMinute();
    return `${count === 0 ? 'No' : count} ${count === 1 ? 'message' : 'messages'} in the last minute`;
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

  /** Emits one event per change, however many messages it altered. */
  #emitChange(messages: readonly ChatMessage[], change: ChatChange['kind'], causeId: string | null): void {
    if (messages.length === 0) return;
    const details = causeId === null ? {} : { causeId };
    this.#context?.events.emit(chatMessageChanged({ change, messages }, details));
  }

  #messagesPerMinute(): number {
    const since = this.#clock.monotonic() - minuteMs;
    this.#lastMinute = this.#lastMinute.filter((at) => at > since);
    return this.#lastMinute.length;
  }
}
