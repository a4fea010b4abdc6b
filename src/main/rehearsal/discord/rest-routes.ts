import { z } from 'zod';
import { fitsCharacters } from '#shared/kernel/index.ts';
import { platformLimits } from '#shared/model/index.ts';
import type { ApplicationCommands } from './application-commands.ts';
import type { FaultSwitches } from './discord-server-faults.ts';
import { interactionRoutes, type Interactions } from './interactions.ts';
import { type RehearsalMessage, userPayload } from './payloads.ts';
import {
  emptyMessage,
  invalidForm,
  missingAccess,
  missingPermissions,
  notFound,
  notTheAuthor,
  nothing,
  ok,
  unknownChannel,
  unknownGuild,
  unknownMember,
  unknownMessage,
  wrongMethod,
  type RestRequest,
  type RestResponse,
} from './rest-answers.ts';
import { channelWebhookRoutes, webhookRoutes, type Webhooks } from './webhooks.ts';
import type { DiscordWorld } from './discord-world.ts';

export interface RestWorld {
  readonly world: DiscordWorld;
  readonly commands: ApplicationCommands;
  readonly interactions: Interactions;
  readonly webhooks: Webhooks;
  readonly faults: FaultSwitches;
  readonly gatewayUrl: () => string;
  /** Called for each message that the bot posted through REST. */
  readonly onBotMessage: (message: RehearsalMessage) => void;
}

const maximumLength = platformLimits.discord.message;
const messageContentFlags = 1 << 19;

const messageBodySchema = z.object({
  content: z.string().default(''),
  nonce: z.union([z.string().max(25), z.number()]).nullish(),
  enforce_nonce: z.boolean().nullish(),
  allowed_mentions: z.object({ parse: z.array(z.enum(['users', 'roles', 'everyone'])).optional() }).nullish(),
  message_reference: z
    .object({ message_id: z.string(), fail_if_not_exists: z.boolean().nullish() })
    .nullish(),
});

const postMessage = (rest: RestWorld, channelId: string, body: unknown): RestResponse => {
  const { world } = rest;
  if (!world.permissionsIn(channelId).send) return missingPermissions;
  const parsed = messageBodySchema.safeParse(body);
  if (!parsed.success) return invalidForm('_form', 'BASE_TYPE_BAD', 'This is not a message.');
  const { content, nonce, enforce_nonce: enforceNonce, message_reference: reference } = parsed.data;
  if (content.trim() === '') return emptyMessage;
  if (!fitsCharacters(content, maximumLength)) {
    const words = `Must be ${maximumLength} or fewer in length.`;
    return invalidForm('content', 'BASE_TYPE_MAX_LENGTH', words);
  }
  const replyTo = reference ? world.findMessage(reference.message_id) : undefined;
  if (reference && !replyTo && reference.fail_if_not_exists !== false) {
    return invalidForm('message_reference', 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message');
  }
  const known = enforceNonce
    ? world.messages.find((message) => message.author.id === world.bot.id && message.nonce === nonce)
    : undefined;
  if (known) return ok(world.message(known));
  const mayMention = parsed.data.allowed_mentions?.parse?.includes('users') ?? true;
  const message = world.post(world.bot, content, {
    channelId,
    replyTo,
    nonce: nonce ?? null,
    mentions: mayMention ? world.mentionedIn(content) : [],
  });
  rest.onBotMessage(message);
  return ok(world.message(message));
};

const listMessages = (world: DiscordWorld, channelId: string, query: URLSearchParams): RestResponse => {
  const limit = z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(50)
    .safeParse(query.get('limit') ?? undefined);
  const edges = z
    .object({ before: z.string().regex(/^\d{1,20}$/), after: z.string().regex(/^\d{1,20}$/) })
    .partial()
    .safeParse({ before: query.get('before') ?? undefined, after: query.get('after') ?? undefined });
  if (!limit.success) return invalidForm('limit', 'NUMBER_TYPE_RANGE', 'Must be between 1 and 100.');
  if (!edges.success) return invalidForm('before', 'NUMBER_TYPE_COERCE', 'Value is not snowflake.');
  const { before, after } = edges.data;
  const matching = world.messages.filter(
    (message) =>
      message.channelId === channelId &&
      (before === undefined || BigInt(message.id) < BigInt(before)) &&
      (after === undefined || BigInt(message.id) > BigInt(after)),
  );
  const page = after === undefined ? matching.slice(-limit.data) : matching.slice(0, limit.data);
  return ok(page.toReversed().map((message) => world.message(message)));
};

const oneMessage = (
  rest: RestWorld,
  { method, body }: RestRequest,
  channelId: string,
  id: string,
): RestResponse => {
  const { world } = rest;
  const message = world.findMessage(id);
  if (message?.channelId !== channelId || message.ephemeral) return unknownMessage;
  if (method === 'GET') return ok(world.message(message));
  if (message.author.id !== world.bot.id) return method === 'PATCH' ? notTheAuthor : missingPermissions;
  if (method === 'DELETE') {
    world.remove(id);
    return nothing;
  }
  if (method !== 'PATCH') return wrongMethod;
  const parsed = messageBodySchema.safeParse(body);
  if (!parsed.success || parsed.data.content.trim() === '') return emptyMessage;
  const edited = world.edit(id, parsed.data.content);
  return edited ? ok(world.message(edited)) : unknownMessage;
};

const channelRoutes = (rest: RestWorld, request: RestRequest): RestResponse => {
  const { world } = rest;
  const [, channelId = '', collection, messageId] = request.segments;
  const channel = world.channel(channelId);
  if (!channel) return unknownChannel;
  if (!world.botIsMember || !world.permissionsIn(channelId).view) return missingAccess;
  if (collection === undefined) return request.method === 'GET' ? ok(channel) : wrongMethod;
  if (collection === 'typing') return request.method === 'POST' ? nothing : wrongMethod;
  if (collection === 'webhooks') {
    const mayManage = world.permissionsIn(channelId).webhooks !== false;
    return channelWebhookRoutes(rest.webhooks, request, { id: channelId, mayManage });
  }
  if (collection !== 'messages') return notFound;
  if (messageId !== undefined) return oneMessage(rest, request, channelId, messageId);
  if (request.method === 'POST') return postMessage(rest, channelId, request.body);
  return request.method === 'GET' ? listMessages(world, channelId, request.query) : wrongMethod;
};

const guildRoutes = (rest: RestWorld, request: RestRequest): RestResponse => {
  const { world } = rest;
  const [, guildId, collection, userId] = request.segments;
  if (guildId !== world.guildId) return unknownGuild;
  if (!world.botIsMember) return missingAccess;
  if (request.method !== 'GET') return wrongMethod;
  if (collection === undefined) return ok(world.guild());
  if (collection === 'channels') return ok(world.channels());
  if (collection !== 'members' || userId === undefined) return notFound;
  const user = world.userById(userId);
  return user ? ok(world.member(user)) : unknownMember;
};

/** Handles `applications/ID/guilds/ID/commands`, with or without a command id. */
const commandRoutes = (rest: RestWorld, { method, segments, body }: RestRequest): RestResponse => {
  const { world, commands, faults } = rest;
  const [root, applicationId, , guildId, collection, commandId] = segments;
  if (root !== 'applications' || collection !== 'commands') return notFound;
  if (applicationId !== world.applicationId) return notFound;
  if (guildId !== world.guildId) return unknownGuild;
  if (!world.botIsMember || !faults.slashCommandsAllowed) return missingAccess;
  if (commandId !== undefined) return method === 'DELETE' ? commands.remove(commandId) : wrongMethod;
  if (method === 'GET') return ok(commands.list().map((command) => commands.payload(command)));
  if (method === 'PUT') return commands.replaceAll(body);
  return method === 'POST' ? commands.put(body) : wrongMethod;
};

const gatewayInformation = (rest: RestWorld): RestResponse =>
  ok({
    url: rest.gatewayUrl(),
    shards: 1,
    session_start_limit: {
      total: 1_000,
      remaining: rest.faults.identifiesRemaining,
      reset_after: 3_600_000,
      max_concurrency: 1,
    },
  });

const application = (rest: RestWorld): RestResponse =>
  ok({
    id: rest.world.applicationId,
    name: rest.world.bot.username,
    icon: null,
    description: '',
    bot_public: false,
    bot_require_code_grant: false,
    verify_key: '',
    flags: rest.faults.messageContentIntentEnabled ? messageContentFlags : 0,
  });

/** Answers one request as Discord's REST API does. Changes the world and has no other effect. */
export const answerRest = (rest: RestWorld, request: RestRequest): RestResponse => {
  const path = request.segments.join('/');
  if (request.segments[0] === 'channels') return channelRoutes(rest, request);
  if (request.segments[0] === 'guilds') return guildRoutes(rest, request);
  if (request.segments[0] === 'webhooks') return webhookRoutes(rest, request);
  if (request.segments[0] === 'interactions') return interactionRoutes(rest.interactions, request);
  if (request.segments[2] === 'guilds') return commandRoutes(rest, request);
  const fixed: Readonly<Record<string, () => RestResponse>> = {
    'gateway/bot': () => gatewayInformation(rest),
    'users/@me': () => ok(userPayload(rest.world.bot)),
    'users/@me/guilds': () => ok(rest.world.botIsMember ? [rest.world.guild()] : []),
    'applications/@me': () => application(rest),
    'oauth2/applications/@me': () => application(rest),
  };
  const answer = Object.hasOwn(fixed, path) ? fixed[path] : undefined;
  if (!answer) return notFound;
  return request.method === 'GET' ? answer() : wrongMethod;
};
