import type { Client, GuildTextBasedChannel } from 'discord.js';
import { z } from 'zod';
import { countCharacters, err, type Fault, isolate, ok, type Result } from '#shared/kernel/index.ts';
import { platformLimits } from '#shared/model/index.ts';
import type { DiscordMessagePlace, DiscordPost, DiscordPosted } from '../ports/index.ts';
import { findChannel } from './channel-access.ts';
import { discordFaults, readApiRefusal } from './discord-faults.ts';
import type { Call } from './offer-commands.ts';
import { explainRefusal } from './refusals.ts';
import { nonceOf } from './send-message.ts';
import { idAt } from './snowflakes.ts';
import { isGone, type Webhooks } from './webhooks.ts';

/** An address below Discord's API. */
type Path = `/${string}`;

const unknownMessage = 10_008;
/** Allowed clock difference when a message is searched by its time, milliseconds. */
const clockSlackMs = 60_000;
const forbiddenNames = /discord|clyde/i;

const postedSchema = z.looseObject({ id: z.string().regex(/^\d{1,20}$/) });
const pageSchema = z.array(
  postedSchema.extend({
    content: z.string(),
    author: z.looseObject({ id: z.string() }),
    webhook_id: z.string().nullish(),
  }),
);

/**
 * Posts, edits and removes the bridge's messages in any channel of the server. A post with the same key is
 * made once.
 */
export class Postings {
  readonly #client: Client<true>;
  readonly #guildId: string;
  readonly #channelId: string;
  readonly #call: Call;
  readonly #webhooks: Webhooks;

  constructor(parts: {
    readonly client: Client<true>;
    readonly guildId: string;
    /** The channel that the bridge reads; the default for posts. */
    readonly channelId: string;
    readonly call: Call;
    readonly webhooks: Webhooks;
  }) {
    this.#client = parts.client;
    this.#guildId = parts.guildId;
    this.#channelId = parts.channelId;
    this.#call = parts.call;
    this.#webhooks = parts.webhooks;
  }

  async post(post: DiscordPost): Promise<Result<DiscordPosted, Fault>> {
    const problem = problemOf(post);
    if (problem !== null) return err(discordFaults.postRefused(problem));
    const channel = await findChannel(this.#client, this.#guildId, post.channelId ?? this.#channelId);
    if (!channel.ok) return channel;
    if (post.triedAt !== null) {
      const earlier = await this.#find(channel.value, post.text, post.triedAt);
      if (!earlier.ok) return earlier;
      if (earlier.value) return ok(earlier.value);
    }
    return post.as
      ? await this.#postAs(channel.value, post, post.as)
      : await this.#postAsBot(channel.value, post);
  }

  async edit(place: DiscordMessagePlace, text: string): Promise<Result<void, Fault>> {
    const body = { content: text, allowed_mentions: { parse: [] } };
    const path = await this.#pathOf(place);
    if (!path.ok) return path;
    const edited = await this.#call((signal) =>
      this.#client.rest.patch(path.value, { body, signal, auth: place.webhookId === null }),
    );
    return edited.ok ? ok(undefined) : err(explainEdit(edited.error));
  }

  async remove(place: DiscordMessagePlace): Promise<Result<void, Fault>> {
    const path = await this.#pathOf(place);
    if (!path.ok) return path.error.code === 'discord.message-gone' ? ok(undefined) : path;
    const removed = await this.#call((signal) =>
      this.#client.rest.delete(path.value, { signal, auth: place.webhookId === null }),
    );
    if (removed.ok) return ok(undefined);
    const fault = explainEdit(removed.error);
    return fault.code === 'discord.message-gone' ? ok(undefined) : err(fault);
  }

  async #postAsBot(channel: GuildTextBasedChannel, post: DiscordPost): Promise<Result<DiscordPosted, Fault>> {
    const body = { ...bodyOf(post), nonce: nonceOf(post.key), enforce_nonce: true };
    const answer = await this.#call((signal) =>
      this.#client.rest.post(`/channels/${channel.id}/messages`, { body, signal }),
    );
    return answer.ok ? postedIn(channel, answer.value, null) : err(explainPost(answer.error, channel));
  }

  async #postAs(
    channel: GuildTextBasedChannel,
    post: DiscordPost,
    as: NonNullable<DiscordPost['as']>,
    again = true,
  ): Promise<Result<DiscordPosted, Fault>> {
    const webhook = await this.#webhooks.of(channel);
    if (!webhook.ok) return webhook;
    const body = {
      ...bodyOf(post),
      username: as.name,
      ...(as.avatarUrl === null ? {} : { avatar_url: as.avatarUrl }),
    };
    const answer = await this.#call((signal) =>
      this.#client.rest.post(`/webhooks/${webhook.value.id}/${webhook.value.token}`, {
        body,
        signal,
        auth: false,
        query: new URLSearchParams({ wait: 'true' }),
      }),
    );
    if (answer.ok) return postedIn(channel, answer.value, webhook.value.id);
    if (!isGone(answer.error)) return err(explainPost(answer.error, channel));
    this.#webhooks.forget(webhook.value);
    if (webhook.value.entered) return err(discordFaults.webhookGone(answer.error.cause));
    return again ? await this.#postAs(channel, post, as, false) : err(explainPost(answer.error, channel));
  }

  /** Returns the bridge's message with exactly this text since the given time, or null. */
  async #find(
    channel: GuildTextBasedChannel,
    text: string,
    since: number,
  ): Promise<Result<DiscordPosted | null, Fault>> {
    const listed = await this.#call((signal) =>
      this.#client.rest.get(`/channels/${channel.id}/messages`, {
        query: new URLSearchParams({ after: idAt(since - clockSlackMs), limit: '100' }),
        signal,
      }),
    );
    if (!listed.ok) return err(explainPost(listed.error, channel));
    const page = pageSchema.safeParse(listed.value);
    if (!page.success) return err(discordFaults.answerUnreadable('the list of messages'));
    const found = page.data.find(
      ({ content, author, webhook_id: webhookId }) =>
        content === text && (author.id === this.#client.user.id || typeof webhookId === 'string'),
    );
    return ok(
      found
        ? {
            channelId: channel.id,
            channelTitle: `#${channel.name}`,
            messageId: found.id,
            webhookId: found.webhook_id ?? null,
          }
        : null,
    );
  }

  async #pathOf({ channelId, messageId, webhookId }: DiscordMessagePlace): Promise<Result<Path, Fault>> {
    if (webhookId === null) return ok<Path>(`/channels/${channelId}/messages/${messageId}`);
    const webhook = await this.#webhooks.byId(webhookId);
    if (!webhook.ok) return webhook;
    return ok<Path>(`/webhooks/${webhook.value.id}/${webhook.value.token}/messages/${messageId}`);
  }
}

const problemOf = ({ text, as }: DiscordPost): string | null => {
  if (text.trim() === '') return 'An empty message can’t be posted.';
  const length = countCharacters(text);
  if (length > platformLimits.discord.message) {
    return `The message has ${length} characters; Discord allows ${platformLimits.discord.message}. Shorten it.`;
  }
  if (as && forbiddenNames.test(as.name)) {
    return 'Discord doesn’t allow names with “discord” or “clyde”. Choose another name to post under.';
  }
  return null;
};

const bodyOf = ({ text, mentionRoleId }: DiscordPost) => ({
  content: text,
  allowed_mentions: { parse: [], ...(mentionRoleId === null ? {} : { roles: [mentionRoleId] }) },
});

const postedIn = (
  channel: GuildTextBasedChannel,
  answer: unknown,
  webhookId: string | null,
): Result<DiscordPosted, Fault> => {
  const posted = postedSchema.safeParse(answer);
  if (!posted.success) return err(discordFaults.answerUnreadable('the answer contains no message'));
  const { id: messageId } = posted.data;
  return ok({ channelId: channel.id, channelTitle: `#${channel.name}`, messageId, webhookId });
};

const explainPost = (fault: Fault, channel: GuildTextBasedChannel): Fault => {
  const refusal = readApiRefusal(fault.cause);
  if (!refusal || refusal.status === 401) return fault;
  return discordFaults.postRefused(explainRefusal(refusal, isolate(`#${channel.name}`)), fault.cause);
};

const explainEdit = (fault: Fault): Fault =>
  readApiRefusal(fault.cause)?.code === unknownMessage || isGone(fault)
    ? discordFaults.messageGone(fault.cause)
    : fault;
