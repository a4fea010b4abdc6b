import type { Client, Message, PartialMessage } from 'discord.js';
import type { ComponentContext } from '#core/component.ts';
import type { Clock } from '#shared/kernel/index.ts';
import type { ChatSink } from '../ports.ts';
import { readMessageText } from './message-text.ts';
import { normaliseMessage } from './normalise-message.ts';

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
  readonly #counter: MinuteCounter;

  constructor(context: ComponentContext, channelId: string, deliver: ChatSink) {
    this.#context = context;
    this.#channelId = channelId;
    this.#deliver = deliver;
    this.#counter = new MinuteCounter(context.clock);
  }

  get messagesPerMinute(): number {
    return this.#counter.count;
  }

  listen(client: Client): void {
    client.on('messageCreate', (message) => this.#take(message));
    client.on('messageUpdate', (_before, after) => this.#edited(after));
    client.on('messageDelete', (message) => this.#deleted(message));
    client.on('messageDeleteBulk', (messages) => {
      for (const message of messages.values()) this.#deleted(message);
    });
  }

  #take(message: Message): void {
    if (message.channelId !== this.#channelId || message.system || !message.inGuild()) return;
    const chat = normaliseMessage(message, message.client.user.id);
    if (!chat.ok) {
      this.#context.logger.warning(chat.error.message, { code: chat.error.code });
      return;
    }
    this.#counter.add();
    this.#deliver(chat.value);
  }

  #edited(message: Message | PartialMessage): void {
    // Discord also tells of links that it unfolded; only a person's edit carries a time.
    if (message.channelId !== this.#channelId || message.editedTimestamp === null) return;
    const { content, mentions, guild } = message;
    if (content === null) return;
    const text = readMessageText(content, {
      user: (id) => mentions.users.get(id)?.displayName,
      role: (id) => guild?.roles.cache.get(id)?.name,
      channel: (id) => guild?.channels.cache.get(id)?.name,
    });
    this.#context.events.emit('discord.message-edited', {
      message: `${message.author?.displayName ?? 'Somebody'} changed a message on Discord`,
      data: { messageId: message.id, channelId: message.channelId, text, at: message.editedTimestamp },
    });
  }

  #deleted(message: Message | PartialMessage): void {
    if (message.channelId !== this.#channelId) return;
    const author = message.author?.displayName;
    this.#context.events.emit('discord.message-deleted', {
      message: author ? `A message of ${author} was deleted on Discord` : 'A message was deleted on Discord',
      data: { messageId: message.id, channelId: message.channelId },
    });
  }
}
