import { z } from 'zod';
import type { JsonObject } from '#shared/kernel/index.ts';
import { atMostCharacters, platformLimits } from '#shared/model/index.ts';
import type { Interactions } from './interactions.ts';
import type { RehearsalMessage } from './payloads.ts';
import {
  emptyMessage,
  invalidForm,
  invalidWebhookToken,
  missingPermissions,
  nothing,
  notFound,
  ok,
  refuse,
  unknownMessage,
  unknownWebhook,
  wrongMethod,
  type RestRequest,
  type RestResponse,
} from './rest-answers.ts';
import type { DiscordWorld } from './discord-world.ts';

const mostPerChannel = 15;
const incoming = 1;

interface Webhook {
  readonly id: string;
  readonly token: string;
  readonly channelId: string;
  readonly name: string;
  /** True when the bot created the webhook, false when a person did. */
  readonly byBot: boolean;
}

const createSchema = z.object({
  name: z.string().trim().min(1).check(atMostCharacters(platformLimits.discord.webhookName)),
});
const messageSchema = z.object({
  content: z.string().check(atMostCharacters(platformLimits.discord.message)).default(''),
  username: z.string().trim().min(1).check(atMostCharacters(platformLimits.discord.webhookName)).optional(),
  avatar_url: z.url().nullish(),
  allowed_mentions: z.object({ parse: z.array(z.enum(['users', 'roles', 'everyone'])).optional() }).nullish(),
});

/** The webhooks of the guild's channels. */
export class Webhooks {
  readonly #world: DiscordWorld;
  readonly #createToken: () => string;
  readonly #onMessage: (message: RehearsalMessage) => void;
  readonly #webhooks = new Map<string, Webhook>();

  constructor(parts: {
    readonly world: DiscordWorld;
    readonly createToken: () => string;
    readonly onMessage: (message: RehearsalMessage) => void;
  }) {
    this.#world = parts.world;
    this.#createToken = parts.createToken;
    this.#onMessage = parts.onMessage;
  }

  find(id: string): Webhook | undefined {
    return this.#webhooks.get(id);
  }

  of(channelId: string): readonly Webhook[] {
    return [...this.#webhooks.values()].filter((webhook) => webhook.channelId === channelId);
  }

  create(channelId: string, body: unknown, byBot = true): RestResponse {
    const parsed = createSchema.safeParse(body);
    if (!parsed.success) return invalidForm('name', 'BASE_TYPE_REQUIRED', 'This field is required');
    if (/discord|clyde/i.test(parsed.data.name)) {
      return invalidForm('name', 'WEBHOOK_NAME_INVALID', 'Webhook name cannot contain "discord" or "clyde"');
    }
    if (this.of(channelId).length >= mostPerChannel) {
      return refuse(400, 30_007, `Maximum number of webhooks reached (${mostPerChannel})`);
    }
    const webhook = {
      id: this.#world.nextId(),
      token: this.#createToken(),
      channelId,
      name: parsed.data.name,
      byBot,
    };
    this.#webhooks.set(webhook.id, webhook);
    return ok(this.payload(webhook));
  }

  remove(id: string): void {
    this.#webhooks.delete(id);
  }

  execute(webhook: Webhook, body: unknown, wait: boolean): RestResponse {
    const parsed = messageSchema.safeParse(body);
    if (!parsed.success) return invalidForm('_form', 'BASE_TYPE_BAD', 'This is not a message.');
    const { content, username, avatar_url: avatarUrl, allowed_mentions: allowed } = parsed.data;
    if (content.trim() === '') return emptyMessage;
    if (!this.#world.channel(webhook.channelId)) return unknownWebhook;
    const mayMention = allowed?.parse?.includes('users') ?? true;
    const author = {
      id: webhook.id,
      username: username ?? webhook.name,
      globalName: null,
      bot: true,
      roleIds: [],
      avatarUrl: avatarUrl ?? null,
    };
    const message = this.#world.post(author, content, {
      channelId: webhook.channelId,
      webhookId: webhook.id,
      applicationId: webhook.byBot ? this.#world.applicationId : null,
      mentions: mayMention ? this.#world.mentionedIn(content) : [],
    });
    this.#onMessage(message);
    return wait ? ok(this.#world.message(message)) : nothing;
  }

  oneMessage(webhook: Webhook, messageId: string, { method, body }: RestRequest): RestResponse {
    const message = this.#world.findMessage(messageId);
    if (message?.webhookId !== webhook.id) return unknownMessage;
    if (method === 'GET') return ok(this.#world.message(message));
    if (method === 'DELETE') {
      this.#world.remove(messageId);
      return nothing;
    }
    if (method !== 'PATCH') return wrongMethod;
    const parsed = messageSchema.safeParse(body);
    if (!parsed.success || parsed.data.content.trim() === '') return emptyMessage;
    const edited = this.#world.edit(messageId, parsed.data.content);
    return edited ? ok(this.#world.message(edited)) : unknownMessage;
  }

  payload({ id, token, channelId, name, byBot }: Webhook): JsonObject {
    return {
      id,
      type: incoming,
      guild_id: this.#world.guildId,
      channel_id: channelId,
      application_id: byBot ? this.#world.applicationId : null,
      name,
      avatar: null,
      ...(byBot ? { token } : {}),
    };
  }
}

/** Handles `channels/ID/webhooks`. */
export const channelWebhookRoutes = (
  webhooks: Webhooks,
  { method, body }: RestRequest,
  channel: { readonly id: string; readonly mayManage: boolean },
): RestResponse => {
  if (!channel.mayManage) return missingPermissions;
  if (method === 'GET') return ok(webhooks.of(channel.id).map((webhook) => webhooks.payload(webhook)));
  return method === 'POST' ? webhooks.create(channel.id, body) : wrongMethod;
};

/**
 * Handles `webhooks/ID`, `webhooks/ID/TOKEN` and their messages. The application's own id stands for its
 * responses.
 */
export const webhookRoutes = (
  rest: { readonly world: DiscordWorld; readonly webhooks: Webhooks; readonly interactions: Interactions },
  request: RestRequest,
): RestResponse => {
  const { world, webhooks, interactions } = rest;
  const [, id = '', token, collection, messageId] = request.segments;
  if (collection !== undefined && (collection !== 'messages' || messageId === undefined)) return notFound;
  if (id === world.applicationId && token !== undefined) {
    if (messageId !== undefined) return interactions.answer(token, messageId, request);
    return request.method === 'POST' ? interactions.followUp(token, request.body) : wrongMethod;
  }
  const webhook = webhooks.find(id);
  if (!webhook) return unknownWebhook;
  if (token === undefined) {
    if (world.permissionsIn(webhook.channelId).webhooks === false) return missingPermissions;
  } else if (token !== webhook.token) {
    return invalidWebhookToken;
  }
  if (messageId !== undefined) return webhooks.oneMessage(webhook, messageId, request);
  if (request.method === 'GET') return ok(webhooks.payload(webhook));
  if (request.method === 'DELETE') {
    webhooks.remove(id);
    return nothing;
  }
  if (request.method !== 'POST' || token === undefined) return wrongMethod;
  return webhooks.execute(webhook, request.body, request.query.get('wait') === 'true');
};
