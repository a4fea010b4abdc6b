import type { REST } from 'discord.js';
import { z } from 'zod';
import { err, Fault, ok, type Clock, type Result } from '#shared/kernel/index.ts';
import type { ConnectionCheck, ConnectionTest } from '#shared/model/index.ts';
import { discordFaults, readApiRefusal } from './discord-faults.ts';
import { readGatewayInformation } from './gateway-information.ts';
import { loadDiscordLibrary } from './library.ts';
import { discordLimits } from './limits.ts';
import { channelSchema, guildSchema, memberSchema, permissionBits, permissionsIn } from './permissions.ts';
import { callDiscord } from './rest-calls.ts';
import { readAddress, type DiscordAddress, type DiscordPlace } from './discord-settings.ts';

export interface DiscordConnectionTestOptions extends DiscordPlace {
  readonly readToken: () => Promise<string | null>;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
}

const testLimitMs = 12_000;
const botSchema = z.object({ id: z.string(), username: z.string() });
const applicationSchema = z.object({ flags: z.number().int().optional() });
/** `GATEWAY_MESSAGE_CONTENT` for large bots, `GATEWAY_MESSAGE_CONTENT_LIMITED` for all others. */
const messageContentFlags = (1 << 18) | (1 << 19);
const textChannelTypes: readonly number[] = [0, 2, 5, 10, 11, 12, 13];

/** Reads over REST only, so that a test costs no IDENTIFY and doesn't affect a running bridge. */
class DiscordReader {
  readonly #rest: REST;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;

  constructor(rest: REST, clock: Clock, signal: AbortSignal) {
    this.#rest = rest;
    this.#clock = clock;
    this.#signal = signal;
  }

  async get<T>(path: `/${string}`, schema: z.ZodType<T>): Promise<Result<T, Fault>> {
    const answer = await callDiscord((signal) => this.#rest.get(path, { signal }), {
      clock: this.#clock,
      signal: this.#signal,
      mostWaitMs: testLimitMs / 2,
    });
    if (!answer.ok) return answer;
    const parsed = schema.safeParse(answer.value);
    if (parsed.success) return ok(parsed.data);
    return err(discordFaults.answerUnreadable(`${path} didn’t answer as Discord does`));
  }

  async gateway(): Promise<ConnectionCheck> {
    const information = await readGatewayInformation(this.#rest, {
      clock: this.#clock,
      signal: this.#signal,
      mostWaitMs: testLimitMs / 2,
    });
    if (!information.ok) return failed('Sign-ins left', information.error);
    return passed('Sign-ins left', `${information.value.identifiesLeft} sign-ins left today.`);
  }
}

const passed = (name: string, message: string): ConnectionCheck => ({ name, ok: true, message });
const failed = (name: string, fault: Fault): ConnectionCheck => ({ name, ok: false, message: fault.message });

const checkIntent = async (reader: DiscordReader): Promise<ConnectionCheck> => {
  const name = 'Message Content intent';
  const application = await reader.get('/applications/@me', applicationSchema);
  if (!application.ok) return failed(name, application.error);
  const { flags } = application.value;
  if (((flags ?? 0) & messageContentFlags) === 0) return failed(name, discordFaults.intentMissing());
  return passed(name, 'The Message Content intent is turned on.');
};

const channelFault = (fault: Fault, channelId: string): Fault => {
  const refusal = readApiRefusal(fault.cause);
  if (refusal?.status === 404) return discordFaults.channelUnknown(channelId);
  return refusal?.status === 403 ? discordFaults.channelUnreadable(`the channel ${channelId}`) : fault;
};

const checkChannel = async (
  reader: DiscordReader,
  address: DiscordAddress,
  botId: string,
): Promise<readonly ConnectionCheck[]> => {
  const channel = await reader.get(`/channels/${address.channelId}`, channelSchema);
  if (!channel.ok) return [failed('Channel', channelFault(channel.error, address.channelId))];
  const title = `#${channel.value.name ?? address.channelId}`;
  const guildId = channel.value.guild_id;
  if (!guildId || !textChannelTypes.includes(channel.value.type)) {
    return [failed('Channel', discordFaults.channelNotText(title))];
  }
  if (address.guildId !== null && address.guildId !== guildId) {
    return [failed('Channel', discordFaults.channelElsewhere(title))];
  }
  const [guild, member] = await Promise.all([
    reader.get(`/guilds/${guildId}`, guildSchema),
    reader.get(`/guilds/${guildId}/members/${botId}`, memberSchema),
  ]);
  if (!guild.ok) return [failed('Channel', guild.error)];
  if (!member.ok) return [failed('Channel', member.error)];
  const permissions = permissionsIn(guild.value, channel.value, { id: botId, roles: member.value.roles });
  const may = (bit: bigint): boolean => (permissions & bit) !== 0n;
  return [
    may(permissionBits.viewChannel)
      ? passed('Channel', `${title} of ${guild.value.name} can be read.`)
      : failed('Channel', discordFaults.channelUnreadable(title)),
    may(permissionBits.sendMessages)
      ? passed('Writing', `The bot can write in ${title}.`)
      : {
          name: 'Writing',
          ok: false,
          message: `The bot can’t write in ${title}. Give it “Send Messages” there.`,
        },
  ];
};

const runChecks = async (
  address: DiscordAddress,
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly ConnectionCheck[]> => {
  const { REST } = await loadDiscordLibrary();
  const rest = new REST({
    ...(address.apiUrl === null ? {} : { api: address.apiUrl }),
    timeout: discordLimits.restMs,
    retries: 0,
    rejectOnRateLimit: () => true,
    // Sweeping only helps long-lived clients; without it, no timer remains.
    hashSweepInterval: 0,
    handlerSweepInterval: 0,
  }).setToken(address.token);
  const reader = new DiscordReader(rest, clock, signal);
  const bot = await reader.get('/users/@me', botSchema);
  if (!bot.ok) return [failed('Token', bot.error)];
  const checks = await Promise.all([
    reader.gateway(),
    checkIntent(reader),
    checkChannel(reader, address, bot.value.id),
  ]);
  return [passed('Token', `The bot is ${bot.value.username}.`), ...checks.flat()];
};

/** Tests the settings step by step, without signing in. Never rejects. */
export const testDiscordConnection = async (
  options: DiscordConnectionTestOptions,
): Promise<ConnectionTest> => {
  const { clock } = options;
  const began = clock.monotonic();
  const limit = new AbortController();
  const timer = clock.setTimeout(() => limit.abort(), testLimitMs);
  const signal = options.signal ? AbortSignal.any([options.signal, limit.signal]) : limit.signal;
  let checks: readonly ConnectionCheck[];
  try {
    checks = await runChecks(await readAddress(options), clock, signal);
  } catch (thrown) {
    checks = [failed('Settings', Fault.from(thrown, 'discord.unexpected'))];
  } finally {
    timer[Symbol.dispose]();
  }
  const problem = checks.find((check) => !check.ok);
  return {
    ok: problem === undefined,
    message: problem?.message ?? 'Discord is ready: the bot can read and write the channel.',
    elapsedMs: Math.round(clock.monotonic() - began),
    checks,
  };
};
