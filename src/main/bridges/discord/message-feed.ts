import type { Client, Message, PartialMessage } from 'discord.js';
import type { ComponentContext } from '#core/component.ts';
import { type Clock, isolate } from '#shared/kernel/index.ts';
import type { ChatSink } from '../ports.ts';
import { readMessageText } from './message-text.ts';
import { normaliseMessage, textOf } from './normalise-message.ts';

const minuteMs = 60_000;
const mostCounted = 6_000;

/** Counts what came in the last minute. */
class MinuteCounter {
  readonly #clock: Clock;
  #times: number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(): void {
    this.#times.push(this.#clock.monotonic());
    if (this.#times.length > mostCounted) this.#times.shift();
  }

  get count(): number {
    const since = this.#clock.monotonic() - minuteMs;
    const first = this.#times.findIndex((at) => at > since);
    this.#times = first < 0 ? [] : this.#times.slice(first);
    return this.#times.length;
  }
}

/** Hands on what is written, changed and deleted in one channel. */
export class MessageFeed {
  readonly #context: ComponentContext;
  readonly #channelId: string;
  readonly #deliver: ChatSink;
  readonly #isOwnWebhook: (webhookId: string) => boolean;
  readonly #counter: MinuteCounter;

  constructor(parts: {
    readonly context: ComponentContext;
    readonly channelId: string;
    readonly deliver: ChatSink;
    /** Whether what this webhook writes is ours. */
    readonly isOwnWebhook: (webhookId: string) => boolean;
  }) {
    this.#context = parts.context;
    this.#channelId = parts.channelId;
    this.#deliver = parts.deliver;
    this.#isOwnWebhook = parts.isOwnWebhook;
    this.#counter = new MinuteCounter(parts.context.clock);
  }

  get messagesPerMinute(): number {
    return this.#counter.count;
  }

  listen(client: Client): void {
    client.on('messageCreate', (message) => this.#take(message));
    client.on('messageUpdate', (before, after) => this.#changed(before, after));
    client.on('messageDelete', (message) => this.#deleted(message));
    client.on('messageDeleteBulk', (messages) => {
      for (const message of messages.values()) this.#deleted(message);
    });
  }

  #take(message: Message): void {
    if (message.channelId !== this.#channelId || !message.inGuild()) return;
    // An answer that is only promised has no text yet: it is told when it has.
    if (message.flags.has('Loading')) return;
    this.#tell(message);
  }

  #tell(message: Message<true>): void {
    const chat = normaliseMessage(message, this.#isOwn(message));
    if (!chat.ok) {
      this.#context.logger.warning(chat.error.message, { code: chat.error.code });
      return;
    }
    this.#counter.add();
    this.#deliver(chat.value);
  }

  #isOwn({ author, client, applicationId, webhookId }: Message): boolean {
    if (author.id === client.user.id) return true;
    return webhookId !== null && (applicationId === client.application.id || this.#isOwnWebhook(webhookId));
  }

  #changed(before: Message | PartialMessage, after: Message | PartialMessage): void {
    const promised = before.flags?.has('Loading') && !after.flags?.has('Loading');
    if (promised && !after.partial) this.#take(after);
    else this.#edited(after);
  }

  #edited(message: Message | PartialMessage): void {
    // Discord also tells of links that it unfolded; only a person's edit carries a time.
    if (message.channelId !== this.#channelId || message.editedTimestamp === null) return;
    const { content, mentions, guild } = message;
    if (content === null) return;
    const text =
      !message.partial && message.inGuild()
        ? textOf(message)
        : readMessageText(content, {
            user: (id) => mentions.users.get(id)?.displayName,
            role: (id) => guild?.roles.cache.get(id)?.name,
            channel: (id) => guild?.channels.cache.get(id)?.name,
          }) || '[message without text]';
    this.#context.events.emit('discord.message-edited', {
      message: `${isolate(message.author?.displayName ?? 'Somebody')} changed a message on Discord`,
      data: { messageId: message.id, channelId: message.channelId, text, at: message.editedTimestamp },
    });
  }

  #deleted(message: Message | PartialMessage): void {
    if (message.channelId !== this.#channelId) return;
    const author = message.author?.displayName;
    this.#context.events.emit('discord.message-deleted', {
      message: author
        ? `A message of ${isolate(author)} was deleted on Discord`
        : 'A message was deleted on Discord',
      data: { messageId: message.id, channelId: message.channelId },
    });
  }
}
