import type { ComponentContext, ConditionInput, MetricReading } from '#core/component.ts';
import { err, type Fault, isolate, type JsonObject, type Result } from '#shared/kernel/index.ts';
import { type ChatDelivery, type DiscordFacts, platformLimits } from '#shared/model/index.ts';
import type {
  DiscordBridge,
  DiscordMessagePlace,
  DiscordPost,
  DiscordPosted,
  SlashCommand,
  SlashOffer,
  SlashResponder,
  ChatSink,
  OutboundChat,
} from '../ports/index.ts';
import { accessTo } from './channel-access.ts';
import { discordConditions } from './conditions.ts';
import { intentNames } from './discord-client.ts';
import { discordFaults } from './discord-faults.ts';
import { DiscordConnection } from './discord-connection.ts';
import { IdentifyBudget, type SignInLog } from './identify-budget.ts';
import { discordLimits } from './limits.ts';
import { checkIntents, checkPermissions, inviteUrlOf } from './permission-check.ts';
import type { Postings } from './postings.ts';
import { readAddress, type DiscordAddress, type DiscordPlace } from './discord-settings.ts';

export interface DiscordBridgeOptions {
  /** Reads the server and channel for each connection. Throws a fault when they are missing or invalid. */
  readonly readPlace: () => DiscordPlace | Promise<DiscordPlace>;
  /** Reads the bot token for each sign-in. */
  readonly readToken: () => Promise<string | null>;
  /** Receives each message of the channel, including the bot's own. */
  readonly deliver: ChatSink;
  /** Answers slash commands. Without it, none are answered. */
  readonly respond?: SlashResponder | undefined;
  /** Reads the address of a webhook for posts under another name. Without one, the bot creates a webhook. */
  readonly readWebhookAddress?: (() => Promise<string | null>) | undefined;
  /** Stores the sign-in counts across restarts of Cuelight. Without it, only sign-ins of this run count. */
  readonly signInLog?: SignInLog | undefined;
  /** Receives the time of Discord's servers, in epoch milliseconds, with each answer. */
  readonly onTime?: ((at: number) => void) | undefined;
}

class ConnectedDiscord implements DiscordBridge {
  readonly platform = 'discord';
  readonly maxLength = platformLimits.discord.message;
  readonly #options: DiscordBridgeOptions;
  /**
   * Server and channel of the current connection, or of the last one while disconnected; null before the
   * first.
   */
  #place: DiscordPlace | null = null;
  #budget: IdentifyBudget | null = null;
  #connection: DiscordConnection | null = null;
  /** Last moment with a gateway link in this channel, epoch milliseconds; null when there was none. */
  #connectedUntil: number | null = null;

  constructor(options: DiscordBridgeOptions) {
    this.#options = options;
  }

  get sendObstacle(): string | null {
    const channel = this.#connection?.channel;
    if (!channel) return 'Discord is not connected.';
    if (accessTo(channel).send) return null;
    return `The bot can’t write in ${isolate(`#${channel.name}`)}. Give it “Send Messages” there.`;
  }

  async initialize(context: ComponentContext): Promise<void> {
    const place = await this.#options.readPlace();
    this.#moveTo(place);
    const address: DiscordAddress = await readAddress({ ...place, readToken: this.#options.readToken });
    // Shared by all connections, so that a reconnect does not reset the count of sign-ins.
    const budget = (this.#budget ??= await this.#openBudget(context));
    const connection = new DiscordConnection({
      ...address,
      context,
      budget,
      keepSignIns: () => this.#keepSignIns(budget, context),
      deliver: this.#options.deliver,
      respond: this.#options.respond ?? (() => Promise.resolve({ text: '', audience: 'asker' })),
      readWebhookAddress: this.#options.readWebhookAddress ?? (() => Promise.resolve(null)),
      connectedUntil: this.#connectedUntil,
      onTime: this.#options.onTime ?? (() => undefined),
    });
    this.#connection = connection;
    try {
      await connection.start();
    } catch (fault) {
      this.#connection = null;
      throw fault;
    }
  }

  async cleanup(): Promise<void> {
    const connection = this.#connection;
    this.#connection = null;
    if (!connection) return;
    await connection.close();
    this.#connectedUntil = connection.connectedUntil;
  }

  async send(message: OutboundChat): Promise<Result<ChatDelivery, Fault>> {
    return this.#connection ? await this.#connection.send(message) : err(discordFaults.notConnected());
  }

  facts(): DiscordFacts {
    const connection = this.#connection;
    const channel = connection?.channel ?? null;
    const user = channel ? connection?.client?.user : null;
    const applicationId = channel ? connection?.client?.application?.id : undefined;
    return {
      bot: user ? { id: user.id, name: user.username } : null,
      server: channel && { id: channel.guild.id, name: channel.guild.name },
      channel: channel && { id: channel.id, name: `#${channel.name}` },
      intents: [...checkIntents(channel !== null)],
      permissions: [...checkPermissions(channel)],
      signIns: this.#budget && { used: this.#budget.used, allowed: discordLimits.identifies },
      inviteUrl: applicationId === undefined ? null : inviteUrlOf(applicationId),
    };
  }

  async offerCommands(
    desired: readonly SlashCommand[],
    known: readonly SlashCommand[],
  ): Promise<Result<SlashOffer, Fault>> {
    return (
      (await this.#connection?.services?.offerCommands(desired, known)) ?? err(discordFaults.notConnected())
    );
  }

  post(post: DiscordPost): Promise<Result<DiscordPosted, Fault>> {
    return this.#withPostings((postings) => postings.post(post));
  }

  edit(place: DiscordMessagePlace, text: string): Promise<Result<void, Fault>> {
    return this.#withPostings((postings) => postings.edit(place, text));
  }

  remove(place: DiscordMessagePlace): Promise<Result<void, Fault>> {
    return this.#withPostings((postings) => postings.remove(place));
  }

  getHealth(): readonly ConditionInput[] {
    const connection = this.#connection;
    if (!connection?.linkIsUp) return [discordConditions.silent(false)];
    // The watch expects an answer every few seconds and acts itself when none arrives.
    if (connection.answerAgeMs === null) return [];
    return [discordConditions.responsive(connection.latencyMs)];
  }

  getFact(): string | null {
    const connection = this.#connection;
    if (!connection?.channel || !connection.linkIsUp) return null;
    const guilds = connection.client?.guilds.cache.size ?? 0;
    const servers = `${guilds} ${guilds === 1 ? 'server' : 'servers'}`;
    return connection.latencyMs === null ? servers : `${servers} · ${Math.round(connection.latencyMs)} ms`;
  }

  getMetrics(): readonly MetricReading[] {
    const connection = this.#connection;
    return [
      { name: 'latencyMs', unit: 'ms', value: connection?.latencyMs ?? null },
      {
        name: 'messagesPerMinute',
        unit: '1/min',
        value: connection?.channel ? connection.feed.messagesPerMinute : null,
      },
    ];
  }

  getStatus(): JsonObject {
    const connection = this.#connection;
    const channel = connection?.channel;
    return {
      bot: connection?.client?.user?.username ?? null,
      servers: connection?.channel ? (connection.client?.guilds.cache.size ?? null) : null,
      server: channel?.guild.name ?? null,
      channel: channel ? `#${channel.name}` : null,
      channelId: this.#place?.channelId ?? null,
      maySend: channel ? accessTo(channel).send : null,
      intents: intentNames,
      latencyMs: connection?.latencyMs ?? null,
      resumes: connection?.counts.resumes ?? 0,
      rateLimits: connection?.counts.rateLimits ?? 0,
      unreadablePayloads: connection?.malformedFrames.count ?? 0,
      signInsThisHour: this.#budget?.used ?? null,
      signInsAllowedPerHour: discordLimits.identifies,
    };
  }

  /**
   * Resets the state of the previous channel: nothing was missed in a channel that was never read, and
   * another API counts its own sign-ins.
   */
  #moveTo(place: DiscordPlace): void {
    const before = this.#place;
    this.#place = place;
    if (before?.apiUrl !== place.apiUrl) this.#budget = null;
    if (before?.apiUrl !== place.apiUrl || before?.channelId !== place.channelId) this.#connectedUntil = null;
  }

  #withPostings<T>(run: (postings: Postings) => Promise<Result<T, Fault>>): Promise<Result<T, Fault>> {
    const postings = this.#connection?.services?.postings;
    return postings ? run(postings) : Promise.resolve(err(discordFaults.notConnected()));
  }

  async #openBudget({ clock, logger }: ComponentContext): Promise<IdentifyBudget> {
    const budget = new IdentifyBudget(clock, {
      limit: discordLimits.identifies,
      windowMs: discordLimits.identifyWindowMs,
      gapsMs: discordLimits.identifyGapsMs,
    });
    try {
      budget.restore((await this.#options.signInLog?.read()) ?? []);
    } catch (thrown) {
      logger.error('The sign-in log can’t be read; counting starts at zero', thrown);
    }
    return budget;
  }

  async #keepSignIns(budget: IdentifyBudget, { logger }: ComponentContext): Promise<void> {
    try {
      await this.#options.signInLog?.write(budget.instants);
    } catch (thrown) {
      logger.error('The sign-in can’t be saved; it won’t count after a restart', thrown);
    }
  }
}

/** Returns a bridge to one channel of a Discord server, through the operator's own bot. */
export const createDiscordBridge = (options: DiscordBridgeOptions): DiscordBridge =>
  new ConnectedDiscord(options);
