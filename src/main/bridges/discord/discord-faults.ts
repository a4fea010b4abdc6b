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
const retry: FaultAction = { kind: 'retry', label: 'Retry now' };

const authentication = (code: string, message: string, cause?: unknown): Fault =>
  new Fault(code, message, { kind: 'authentication', action: enterToken, cause });
const configuration = (code: string, message: string, cause?: unknown): Fault =>
  new Fault(code, message, { kind: 'configuration', action: chooseChannel, cause });
const transient = (
  code: string,
  message: string,
  options: { readonly cause?: unknown; readonly retryAfterMs?: number } = {},
): Fault => new Fault(code, message, { kind: 'transient', action: retry, ...options });

/** The faults of this bridge. */
export const discordFaults = {
  tokenMissing: () =>
    new Fault(
      'discord.token-missing',
      'No Discord bot token is set. Enter the token from the Bot page of the Discord Developer Portal.',
      { kind: 'authentication', action: enterToken, notSetUp: true },
    ),
  tokenRefused: (cause?: unknown) =>
    authentication(
      'discord.token-refused',
      'Discord refused the bot token. Reset it on the Bot page of the Developer Portal and enter the new one.',
      cause,
    ),
  intentMissing: () =>
    new Fault(
      'discord.intent-missing',
      'Discord doesn’t let this bot read messages. In the Developer Portal, open the application, go to the Bot ' +
        'page and switch on “Message Content Intent” under Privileged Gateway Intents. Then restart Discord here.',
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
      `Discord refused the connection with code ${code}. This bot needs a setup that Cuelight doesn’t support ` +
        '(sharding, API version or intents).',
    ),
  sharded: (shards: number) =>
    configuration(
      'discord.too-many-servers',
      `Discord requires ${shards} connections for this bot because it is on too many servers. Use a bot of your own.`,
    ),
  channelMissing: () =>
    new Fault('discord.channel-missing', 'No Discord channel is set. Enter the ID of a text channel.', {
      kind: 'configuration',
      action: chooseChannel,
      notSetUp: true,
    }),
  channelInvalid: (field: 'channel' | 'server') =>
    configuration(
      `discord.${field === 'channel' ? 'channel' : 'guild'}-invalid`,
      `The Discord ${field} ID is invalid. Turn on Developer Mode in Discord, right-click the ${field} and copy ` +
        'its ID. It has 17 to 20 digits.',
    ),
  channelUnknown: (channelId: string) =>
    configuration(
      'discord.channel-unknown',
      `The Discord channel ${channelId} doesn’t exist or was deleted. Choose another channel.`,
    ),
  channelUnreadable: (channel: string) =>
    configuration(
      'discord.channel-unreadable',
      `The bot can’t see ${channel}. Give it “View Channel” there, or choose another channel.`,
    ),
  channelNotText: (channel: string) =>
    configuration(
      'discord.channel-not-text',
      `${channel} isn’t a text channel of a server. Choose a text channel.`,
    ),
  guildUnknown: (guildId: string) =>
    configuration(
      'discord.guild-unknown',
      `The bot isn’t on the server ${guildId}. Invite it, or correct the server ID.`,
    ),
  channelElsewhere: (channel: string) =>
    configuration(
      'discord.channel-elsewhere',
      `${channel} isn’t on the server in the settings. Correct the server ID or the channel ID.`,
    ),
  guildLeft: (guild: string) =>
    configuration('discord.guild-left', `The bot was removed from ${isolate(guild)}. Invite it again.`),
  guildUnavailable: () =>
    transient('discord.guild-unavailable', 'Discord has an outage: the server is unavailable.'),
  startTimedOut: (seconds: number) =>
    transient('discord.start-timed-out', `Discord did not finish the sign-in within ${seconds} s.`),
  startCancelled: (cause: unknown) =>
    transient('discord.start-cancelled', 'The sign-in to Discord was cancelled.', { cause }),
  unreachable: (cause?: unknown) =>
    transient('discord.unreachable', 'Discord can’t be reached. Check the network connection.', { cause }),
  serverError: (status: number, cause?: unknown) =>
    transient(
      'discord.server-error',
      `Discord answered with error ${status}. The problem is on Discord’s side.`,
      {
        cause,
      },
    ),
  connectionLost: (seconds: number) =>
    transient('discord.connection-lost', `Discord disconnected and didn’t reconnect within ${seconds} s.`),
  answerUnreadable: (reason: string) =>
    transient(
      'discord.answer-unreadable',
      `The answer didn’t come from Discord (${reason}). If this network has a sign-in page, sign in there.`,
    ),
  linkClosed: (code: number) =>
    transient('discord.link-closed', `Discord closed the connection during the sign-in (code ${code}).`),
  sessionRefused: () =>
    transient('discord.session-refused', 'Discord rejected the session several times in a row.'),
  identifyBudgetSpent: (used: number, retryAfterMs: number) =>
    transient(
      'discord.identify-budget-spent',
      `Signed in ${used} times within an hour. Discord resets the token of a bot that signs in too often, so the ` +
        'next attempt waits.',
      { retryAfterMs },
    ),
  identifyPaced: (used: number, retryAfterMs: number) =>
    transient(
      'discord.identify-paced',
      `Signed in ${used} times within an hour. Discord resets the token of a bot that signs in too often, so each ` +
        'attempt waits a little longer.',
      { retryAfterMs },
    ),
  sessionsUsedUp: (retryAfterMs: number) =>
    transient('discord.sessions-used-up', 'Discord allows no more sign-ins for this bot today.', {
      retryAfterMs,
    }),
  rateLimited: (retryAfterMs: number) =>
    transient(
      'discord.rate-limited',
      `Discord’s rate limit requires a wait of ${(retryAfterMs / 1_000).toFixed(1)} s before the next request.`,
      { retryAfterMs },
    ),
  notConnected: () => transient('discord.not-connected', 'Discord isn’t connected. The message wasn’t sent.'),
  slashScopeMissing: (guild: string, inviteUrl: string, cause?: unknown) =>
    new Fault(
      'discord.slash-scope-missing',
      `This bot can’t offer slash commands on ${isolate(guild)}: it was invited without the scope ` +
        '“applications.commands”. Invite it again; it keeps its roles and settings.',
      {
        kind: 'configuration',
        cause,
        action: { kind: 'read-docs', label: 'Invite the bot again', target: inviteUrl },
      },
    ),
  postRefused: (message: string, cause?: unknown) => configuration('discord.post-refused', message, cause),
  messageGone: (cause?: unknown) =>
    new Fault('discord.message-gone', 'The message was deleted on Discord.', {
      kind: 'configuration',
      cause,
    }),
  webhooksForbidden: (channel: string, cause?: unknown) =>
    configuration(
      'discord.webhooks-forbidden',
      `The bot can’t post under another name in ${channel}. Give it “Manage Webhooks” there, or enter the address ` +
        'of a webhook of that channel.',
      cause,
    ),
  webhookAddressInvalid: () =>
    configuration(
      'discord.webhook-address-invalid',
      'The webhook address isn’t a Discord address. Copy it in Discord under Edit Channel › Integrations › Webhooks.',
    ),
  webhookGone: (cause?: unknown) =>
    configuration(
      'discord.webhook-gone',
      'The webhook in the settings no longer exists. Enter another address, or remove it.',
      cause,
    ),
  requestAbandoned: (cause?: unknown) =>
    transient('discord.request-abandoned', 'The request to Discord was cancelled before an answer arrived.', {
      cause,
    }),
  refused: (status: number, code: number | string, words: string, cause: unknown) =>
    new Fault(
      'discord.request-refused',
      `Discord refused the request: ${isolate(foreignWords(words))} (${status}, code ${code}).`,
      {
        kind: 'configuration',
        cause,
      },
    ),
} as const;

/** Returns the fault of a gateway close code that discord.js doesn't recover from, else null. */
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

/** A refusal as Discord's API reported it. */
export interface ApiRefusal {
  readonly status: number;
  readonly code: number | string;
  readonly message: string;
}

const readError = <T>(schema: z.ZodType<T>, thrown: unknown): T | null => {
  const parsed = schema.safeParse(thrown);
  return parsed.success ? parsed.data : null;
};

/** Returns the API refusal in a thrown error, or null when another error was thrown. */
export const readApiRefusal = (thrown: unknown): ApiRefusal | null => readError(apiErrorSchema, thrown);

/** Returns the wait that a rate limit requires, or null when the error is no rate limit. */
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

/** Returns the fault for an error that a request to Discord threw. */
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
  // After a 401 the library drops the token and refuses each later request without sending it.
  if (thrown.message.startsWith('Expected token to be set')) return discordFaults.tokenRefused(thrown);
  if (typeof Reflect.get(thrown, 'code') === 'string' || thrown.message.includes('socket')) {
    return discordFaults.unreachable(thrown);
  }
  return Fault.from(thrown, 'discord.unexpected');
};
