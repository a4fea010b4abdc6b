import { z } from 'zod';
import { Fault, type FaultAction, foreignWords, isolate } from '#shared/kernel/index.ts';
import { platformOf } from '#shared/model/index.ts';

const { settingsPath } = platformOf('discord');

const enterToken: FaultAction = {
  kind: 'open-settings',
  label: 'Enter the Discord bot token',
  target: settingsPath,
};
const chooseChannel: FaultAction = {
  kind: 'open-settings',
  label: 'Choose another Discord channel',
  target: settingsPath,
};
const retry: FaultAction = { kind: 'retry', label: 'Try again' };

const authentication = (code: string, message: string, cause?: unknown): Fault =>
  new Fault(code, message, { kind: 'authentication', action: enterToken, cause });
const configuration = (code: string, message: string, cause?: unknown): Fault =>
  new Fault(code, message, { kind: 'configuration', action: chooseChannel, cause });
const transient = (
  code: string,
  message: string,
  options: { readonly cause?: unknown; readonly retryAfterMs?: number } = {},
): Fault => new Fault(code, message, { kind: 'transient', action: retry, ...options });

/** Every fault of this bridge, with its words. */
export const discordFaults = {
  tokenMissing: () =>
    new Fault(
      'discord.token-missing',
      'Discord has no bot token. Enter the token from the Bot page of the Discord Developer Portal.',
      { kind: 'authentication', action: enterToken, notSetUp: true },
    ),
  tokenRefused: (cause?: unknown) =>
    authentication(
      'discord.token-refused',
      'Discord refuses the bot token. Reset it on the Bot page of the Developer Portal and enter the new one.',
      cause,
    ),
  intentMissing: () =>
    new Fault(
      'discord.intent-missing',
      'Discord does not let this bot read messages. In the Developer Portal, open the application, go to the Bot ' +
        'page and switch on "Message Content Intent" under Privileged Gateway Intents. Then start the bridge again.',
      {
        kind: 'configuration',
        action: {
          kind: 'read-docs',
          label: 'Open the Developer Portal',
          target: 'https://discord.com/developers/applications',
        },
      },
    ),
  gatewayRefused: (code: number) =>
    configuration(
      'discord.gateway-refused',
      `Discord closed the connection for good with code ${code}. This bot needs an other set-up than Cuelight offers ` +
        '(sharding, API version or intents).',
    ),
  sharded: (shards: number) =>
    configuration(
      'discord.too-many-servers',
      `Discord wants ${shards} connections for this bot because it is on too many servers. Use a bot of your own.`,
    ),
  channelMissing: () =>
    new Fault('discord.channel-missing', 'No Discord channel is chosen. Enter the id of a text channel.', {
      kind: 'configuration',
      action: chooseChannel,
      notSetUp: true,
    }),
  channelInvalid: (field: 'channel' | 'server') =>
    configuration(
      `discord.${field === 'channel' ? 'channel' : 'guild'}-invalid`,
      `The Discord ${field} id is not an id. Switch on Developer Mode in Discord, right-click the ${field} and copy ` +
        'its id: it has 17 to 20 digits.',
    ),
  channelUnknown: (channelId: string) =>
    configuration(
      'discord.channel-unknown',
      `Discord knows no channel ${channelId}, or it was deleted. Choose another channel.`,
    ),
  channelUnreadable: (channel: string) =>
    configuration(
      'discord.channel-unreadable',
      `The bot may not see ${channel}. Give it "View Channel" there, or choose another channel.`,
    ),
  channelNotText: (channel: string) =>
    configuration(
      'discord.channel-not-text',
      `${channel} is no text channel of a server. Choose one that is.`,
    ),
  guildUnknown: (guildId: string) =>
    configuration(
      'discord.guild-unknown',
      `The bot is not on the server ${guildId}. Invite it there, or correct the server id.`,
    ),
  channelElsewhere: (channel: string) =>
    configuration(
      'discord.channel-elsewhere',
      `${channel} belongs to another server than the one set. Correct the server id or the channel id.`,
    ),
  guildLeft: (guild: string) =>
    configuration('discord.guild-left', `The bot was removed from ${isolate(guild)}. Invite it again.`),
  guildUnavailable: () =>
    transient('discord.guild-unavailable', 'Discord has an outage: the server is unavailable at present.'),
  startTimedOut: (seconds: number) =>
    transient('discord.start-timed-out', `Discord did not finish the sign-in within ${seconds} s.`),
  startCancelled: (cause: unknown) =>
    transient('discord.start-cancelled', 'The sign-in to Discord was given up.', { cause }),
  unreachable: (cause?: unknown) =>
    transient('discord.unreachable', 'Discord cannot be reached. Check the network connection.', { cause }),
  serverError: (status: number, cause?: unknown) =>
    transient(
      'discord.server-error',
      `Discord answers with error ${status}. It is their side; nothing to change.`,
      {
        cause,
      },
    ),
  connectionLost: (seconds: number) =>
    transient(
      'discord.connection-lost',
      `The connection to Discord was lost and did not come back within ${seconds} s.`,
    ),
  answerUnreadable: (reason: string) =>
    transient(
      'discord.answer-unreadable',
      `What answers in place of Discord is not Discord (${reason}). A network that wants a log-in page does this.`,
    ),
  linkClosed: (code: number) =>
    transient('discord.link-closed', `Discord closed the connection during the sign-in (code ${code}).`),
  sessionRefused: () =>
    transient('discord.session-refused', 'Discord declared the session invalid again and again.'),
  identifyBudgetSpent: (used: number, retryAfterMs: number) =>
    transient(
      'discord.identify-budget-spent',
      `Signed in ${used} times within an hour. Discord resets the token of a bot that does so too often, so the next ` +
        'try waits.',
      { retryAfterMs },
    ),
  identifyPaced: (used: number, retryAfterMs: number) =>
    transient(
      'discord.identify-paced',
      `Signed in ${used} times within an hour. Discord resets the token of a bot that does so too often, so each ` +
        'further try waits a little longer.',
      { retryAfterMs },
    ),
  sessionsUsedUp: (retryAfterMs: number) =>
    transient('discord.sessions-used-up', 'Discord allows this bot no more sign-ins today.', {
      retryAfterMs,
    }),
  rateLimited: (retryAfterMs: number) =>
    transient(
      'discord.rate-limited',
      `Discord asks to wait ${(retryAfterMs / 1_000).toFixed(1)} s before the next request.`,
      { retryAfterMs },
    ),
  notConnected: () =>
    transient('discord.not-connected', 'Discord is not connected. The message was not sent.'),
  slashScopeMissing: (guild: string, inviteUrl: string, cause?: unknown) =>
    new Fault(
      'discord.slash-scope-missing',
      `Discord does not let this bot offer slash commands on ${isolate(guild)}: it was invited without the scope ` +
        '"applications.commands". Invite it again; nothing of it is lost.',
      {
        kind: 'configuration',
        cause,
        action: { kind: 'read-docs', label: 'Invite the bot again', target: inviteUrl },
      },
    ),
  postRefused: (message: string, cause?: unknown) => configuration('discord.post-refused', message, cause),
  messageGone: (cause?: unknown) =>
    new Fault('discord.message-gone', 'The message is not on Discord any more: somebody deleted it.', {
      kind: 'configuration',
      cause,
    }),
  webhooksForbidden: (channel: string, cause?: unknown) =>
    configuration(
      'discord.webhooks-forbidden',
      `The bot may not post under another name in ${channel}. Give it "Manage Webhooks" there, or enter the address ` +
        'of a webhook of that channel.',
      cause,
    ),
  webhookAddressInvalid: () =>
    configuration(
      'discord.webhook-address-invalid',
      'The address of the webhook is not one of Discord’s. Copy it in Discord under Edit Channel, Integrations, Webhooks.',
    ),
  webhookGone: (cause?: unknown) =>
    configuration(
      'discord.webhook-gone',
      'The webhook whose address is set does not exist any more. Enter another address, or delete it here.',
      cause,
    ),
  requestAbandoned: (cause?: unknown) =>
    transient('discord.request-abandoned', 'The request to Discord was given up before it was answered.', {
      cause,
    }),
  refused: (status: number, code: number | string, words: string, cause: unknown) =>
    new Fault(
      'discord.request-refused',
      `Discord refuses the request: ${isolate(foreignWords(words))} (${status}, code ${code}).`,
      {
        kind: 'configuration',
        cause,
      },
    ),
} as const;

/** The fault of a gateway close that discord.js will not recover from, or null when it will. */
export const faultOfFinalClose = (code: number): Fault | null => {
  if (code === 4_004) return discordFaults.tokenRefused();
  if (code === 4_014) return discordFaults.intentMissing();
  if (code >= 4_010 && code <= 4_013) return discordFaults.gatewayRefused(code);
  return null;
};

const apiErrorSchema = z.object({
  name: z.string().startsWith('DiscordAPIError'),
  status: z.number(),
  code: z.union([z.number(), z.string()]),
  message: z.string(),
});
const httpErrorSchema = z.object({ name: z.literal('HTTPError'), status: z.number() });
const rateLimitErrorSchema = z.object({
  name: z.string().startsWith('RateLimitError'),
  retryAfter: z.number(),
  timeToReset: z.number(),
  sublimitTimeout: z.number(),
  global: z.boolean(),
});

/** A refusal in the words of Discord's API. */
export interface ApiRefusal {
  readonly status: number;
  readonly code: number | string;
  readonly message: string;
}

const readError = <T>(schema: z.ZodType<T>, thrown: unknown): T | null => {
  const parsed = schema.safeParse(thrown);
  return parsed.success ? parsed.data : null;
};

/** What Discord's API said no with, or null when it was something else that failed. */
export const readApiRefusal = (thrown: unknown): ApiRefusal | null => readError(apiErrorSchema, thrown);

/** How long a rate limit asks to wait, or null when the error is no rate limit. */
export const readRateLimit = (
  thrown: unknown,
): { readonly waitMs: number; readonly global: boolean } | null => {
  const limit = readError(rateLimitErrorSchema, thrown);
  if (!limit) return null;
  return {
    waitMs: Math.ceil(Math.max(limit.retryAfter, limit.timeToReset, limit.sublimitTimeout, 0)),
    global: limit.global,
  };
};

/** Whatever a request to Discord failed with, as a fault. */
export const faultOfRequest = (thrown: unknown): Fault => {
  if (thrown instanceof Fault) return thrown;
  const limit = readRateLimit(thrown);
  if (limit) return discordFaults.rateLimited(limit.waitMs);
  const refusal = readApiRefusal(thrown);
  if (refusal?.status === 401) return discordFaults.tokenRefused(thrown);
  if (refusal) return discordFaults.refused(refusal.status, refusal.code, refusal.message, thrown);
  const http = readError(httpErrorSchema, thrown);
  if (http) return discordFaults.serverError(http.status, thrown);
  if (!(thrown instanceof Error)) return Fault.from(thrown, 'discord.unexpected');
  if (thrown.name === 'AbortError' || thrown.name === 'TimeoutError')
    return discordFaults.requestAbandoned(thrown);
  if (Reflect.get(thrown, 'code') === 'TokenInvalid') return discordFaults.tokenRefused(thrown);
  // After a 401 the library forgets the token and refuses each later request by itself.
  if (thrown.message.startsWith('Expected token to be set')) return discordFaults.tokenRefused(thrown);
  if (typeof Reflect.get(thrown, 'code') === 'string' || thrown.message.includes('socket')) {
    return discordFaults.unreachable(thrown);
  }
  return Fault.from(thrown, 'discord.unexpected');
};
