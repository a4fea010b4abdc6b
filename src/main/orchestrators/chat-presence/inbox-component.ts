import type { Component, ComponentContext, MetricReading } from '#core/index.ts';
import { chatMessage, chatMessageChanged } from '#shared/catalogue/topics/chat.ts';
import { type Clock, type JsonObject, minuteMs } from '#shared/kernel/index.ts';
import type { ChatChange, ChatMessage } from '#shared/model/index.ts';
import { Inbox, type OwnMessageNote } from './inbox.ts';

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
    const changed = this.#inbox.catchUp(told);
    const removed = changed?.deletedAt !== undefined;
    const { id } = this.#context.events.emit(chatMessage({ message: told, ...(removed && { removed }) }));
    if (changed) this.#tellChange([changed], removed ? 'deleted' : 'edited', id);
  }

  /** Applies what `chat.edited` and `chat.deleted` tell, while it is stopped too: what it holds is still shown. */
  change(change: ChatChange, eventId: string): void {
    this.#tellChange(this.#inbox.change(change), change.kind, eventId);
  }

  /**
   * Tells of messages that a change altered in the archive. Those that are held here were told when the change was
   * heard.
   */
  tellArchived(messages: readonly ChatMessage[], change: ChatChange['kind']): void {
    const others = messages.filter((message) => !this.#inbox.holds(message));
    this.#tellChange(others, change, null);
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

  /** One event for one change, however many messages it altered. */
  #tellChange(messages: readonly ChatMessage[], change: ChatChange['kind'], causeId: string | null): void {
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
