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
import { DiscordLife } from './discord-life.ts';
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
  #life: DiscordLife | null = null;
  /** Last moment with a gateway link in this channel, epoch milliseconds; null when there was none. */
  #connectedUntil: number | null = null;

  constructor(options: DiscordBridgeOptions) {
    this.#options = options;
  }

  get sendObstacle(): string | null {
    const channel = this.#life?.channel;
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
    const life = new DiscordLife({
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
    this.#life = life;
    try {
      await life.start();
    } catch (fault) {
      this.#life = null;
      throw fault;
    }
  }

  async cleanup(): Promise<void> {
    const life = this.#life;
    this.#life = null;
    if (!life) return;
    await life.close();
    this.#connectedUntil = life.connectedUntil;
  }

  async send(message: OutboundChat): Promise<Result<ChatDelivery, Fault>> {
    return this.#life ? await this.#life.send(message) : err(discordFaults.notConnected());
  }

  facts(): DiscordFacts {
    const life = this.#life;
    const channel = life?.channel ?? null;
    const user = channel ? life?.client?.user : null;
    const applicationId = channel ? life?.client?.application?.id : undefined;
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
    wanted: readonly SlashCommand[],
    known: readonly SlashCommand[],
  ): Promise<Result<SlashOffer, Fault>> {
    return (await this.#life?.services?.offerCommands(wanted, known)) ?? err(discordFaults.notConnected());
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
    const life = this.#life;
    if (!life?.linkIsUp) return [discordConditions.silent(false)];
    // The watch expects an answer every few seconds and acts itself when none arrives.
    if (life.answerAgeMs === null) return [];
    return [discordConditions.responsive(life.latencyMs)];
  }

  getFact(): string | null {
    const life = this.#life;
    if (!life?.channel || !life.linkIsUp) return null;
    const guilds = life.client?.guilds.cache.size ?? 0;
    const servers = `${guilds} ${guilds === 1 ? 'server' : 'servers'}`;
    return life.latencyMs === null ? servers : `${servers} · ${Math.round(life.latencyMs)} ms`;
  }

  getMetrics(): readonly MetricReading[] {
    const life = this.#life;
    return [
      { name: 'latencyMs', unit: 'ms', value: life?.latencyMs ?? null },
      { name: 'messagesPerMinute', unit: '1/min', value: life?.channel ? life.feed.messagesPerMinute : null },
    ];
  }

  getStatus(): JsonObject {
    const life = this.#life;
    const channel = life?.channel;
    return {
      bot: life?.client?.user?.username ?? null,
      servers: life?.channel ? (life.client?.guilds.cache.size ?? null) : null,
      server: channel?.guild.name ?? null,
      channel: channel ? `#${channel.name}` : null,
      channelId: this.#place?.channelId ?? null,
      maySend: channel ? accessTo(channel).send : null,
      intents: intentNames,
      latencyMs: life?.latencyMs ?? null,
      resumes: life?.counts.resumes ?? 0,
      rateLimits: life?.counts.rateLimits ?? 0,
      unreadablePayloads: life?.complaints.count ?? 0,
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
    const postings = this.#life?.services?.postings;
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
