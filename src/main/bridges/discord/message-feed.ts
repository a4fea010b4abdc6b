import type { Client, Message, PartialMessage } from 'discord.js';
import type { ComponentContext } from '#core/component.ts';
import { chatDeleted, chatEdited, chatMessageLeftOut } from '#shared/catalogue/topics/chat.ts';
import { cutText, type Clock, minuteMs, err, type Result } from '#shared/kernel/index.ts';
import {
  longestKeptMessage,
  type ChatAuthor,
  type ChatDeletion,
  type ChatEdit,
  type ChatMessage,
} from '#shared/model/index.ts';
import type { ChatSink } from '../ports/index.ts';
import { readMessageText } from './message-text.ts';
import { normaliseMessage, textOf } from './normalise-message.ts';

const mostCounted = 6_000;

/** Counts the messages of the last minute. */
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

/** Delivers new, edited and deleted messages of one channel. */
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
    /** Returns true when this bridge writes through the webhook. */
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
    client.on('messageDelete', (message) => this.#deleted([message]));
    client.on('messageDeleteBulk', (messages) => this.#deleted([...messages.values()]));
    client.on('channelDelete', (channel) => this.#channelDeleted(client, channel.id));
    client.on('threadDelete', (thread) => this.#channelDeleted(client, thread.id));
  }

  #take(message: Message): void {
    if (message.channelId !== this.#channelId || !message.inGuild()) return;
    // A deferred answer has no text yet; it is delivered when the text arrives.
    if (message.flags.has('Loading')) return;
    this.#deliverMessage(message);
  }

  #deliverMessage(message: Message<true>): void {
    const chat = this.#read(message);
    if (!chat.ok) {
      const messageId = cutText(message.id, 200) || null;
      const data = { platform: 'discord', channel: this.#channelId, messageId, problem: chat.error } as const;
      this.#context.events.emit(chatMessageLeftOut(data));
      return;
    }
    this.#counter.add();
    this.#deliver(chat.value);
  }

  /**
   * Reads a message. discord.js doesn't check what Discord sends: a message without an author makes reading
   * throw.
   */
  #read(message: Message<true>): Result<ChatMessage, string> {
    try {
      return normaliseMessage(message, this.#isOwn(message));
    } catch (thrown) {
      this.#context.logger.warning('A Discord message can’t be read', { problem: String(thrown) });
      return err('required fields are missing');
    }
  }

  #isOwn({ author, client, applicationId, webhookId }: Message): boolean {
    if (author.id === client.user.id) return true;
    return webhookId !== null && (applicationId === client.application.id || this.#isOwnWebhook(webhookId));
  }

  #changed(before: Message | PartialMessage, after: Message | PartialMessage): void {
    const promised = before.flags?.has('Loading') && !after.flags?.has('Loading');
    if (promised && !after.partial) this.#take(after);
    // Discord also sends updates for unfurled links and pins; only an edit by a person changes the edit time.
    else if (before.partial || before.editedTimestamp !== after.editedTimestamp) this.#edited(after);
  }

  #edited(message: Message | PartialMessage): void {
    if (message.channelId !== this.#channelId || message.editedTimestamp === null) return;
    const text = readableText(message);
    if (text === null) return;
    const edit: ChatEdit = {
      platform: 'discord',
      channel: this.#channelId,
      at: message.editedTimestamp,
      author: authorOf(message),
      id: message.id,
      text,
    };
    this.#context.events.emit(chatEdited(edit));
  }

  #deleted(messages: readonly (Message | PartialMessage)[]): void {
    const here = messages.filter(({ channelId }) => channelId === this.#channelId);
    const [first] = here;
    if (first === undefined) return;
    this.#emitDeletion({
      scope: 'messages',
      ids: here.map(({ id }) => id),
      author: here.length === 1 ? authorOf(first) : null,
    });
  }

  /** Reports the deletion of a channel with its threads; Discord sends no event for each thread. */
  #channelDeleted(client: Client, deletedId: string): void {
    const channel = client.channels.cache.get(this.#channelId);
    const parentId = channel?.isThread() ? channel.parentId : null;
    if (deletedId !== this.#channelId && deletedId !== parentId) return;
    this.#emitDeletion({ scope: 'channel', ids: [], author: null });
  }

  #emitDeletion(what: Pick<ChatDeletion, 'scope' | 'ids' | 'author'>): void {
    const deletion: ChatDeletion = {
      platform: 'discord',
      channel: this.#channelId,
      at: this.#context.clock.now(),
      by: 'deleted',
      ...what,
    };
    this.#context.events.emit(chatDeleted(deletion));
  }
}

const authorOf = ({ author, member }: Message | PartialMessage): ChatAuthor | null =>
  author === null
    ? null
    : {
        userId: author.id,
        login: author.username,
        displayName: member?.displayName ?? author.displayName,
      };

/** Returns the complete current text, or null when Discord sent only a part of the message. */
const readableText = (message: Message | PartialMessage): string | null => {
  if (!message.partial && message.inGuild()) return textOf(message);
  const { content, mentions, guild } = message;
  if (content === null) return null;
  const text = readMessageText(content, {
    user: (id) => mentions.users.get(id)?.displayName,
    role: (id) => guild?.roles.cache.get(id)?.name,
    channel: (id) => guild?.channels.cache.get(id)?.name,
  });
  return cutText(text, longestKeptMessage) || '[message without text]';
};
