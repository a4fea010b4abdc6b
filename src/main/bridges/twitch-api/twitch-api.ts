import type { ComponentContext, ConditionInput, MetricReading } from '#core/component.ts';
import { bridgeConnected } from '#shared/catalogue/topics/bridge.ts';
import {
  type Clock,
  err,
  Fault,
  foreignWords,
  isolate,
  type JsonObject,
  ok,
  type Result,
} from '#shared/kernel/index.ts';
import type { ChatDelivery } from '#shared/model/index.ts';
import type {
  OutboundChat,
  EventSubscriptionRequest,
  TwitchApi,
  TwitchChannelInfo,
  TwitchFollow,
  TwitchRedemption,
  TwitchTokens,
  TwitchUser,
} from '../ports/index.ts';
import { createTwitchHttp, type ServerTimeListener } from '../twitch-http/index.ts';
import { enabledTypesOf, followOf, redemptionOf, subscriberOf, userOf } from './api-answers.ts';
import { findCategory, readChannel } from './channel-info.ts';
import type { HelixClient } from './helix-client.ts';
import { channelUnknown, notFoundYet, notPermitted, unreadableAnswer } from './helix-faults.ts';

export const twitchApiUrl = 'https://api.twitch.tv/helix';

/** Maximum number of pages per list: 10 pages of 100 rows (50 for redemptions) are enough for any gap. */
const mostPages = 10;
const longestTimeOutSeconds = 1_209_600;

/** Target of one connection: a channel at one Helix address. */
export interface TwitchApiPlace {
  /** The channel's login, `#login`; blank for the account's own channel. */
  readonly channel: string;
  /** The `helix` address without a trailing slash; Twitch's own by default. */
  readonly baseUrl?: string | undefined;
}

export interface TwitchApiOptions {
  /** Reads the target for each connection. Throws a fault while there is none. */
  readonly readPlace: () => TwitchApiPlace | Promise<TwitchApiPlace>;
  readonly tokens: TwitchTokens;
  readonly clock: Clock;
  /** Receives the time of Twitch's servers, epoch milliseconds. */
  readonly onTime?: ServerTimeListener;
}

interface Connected {
  readonly client: HelixClient;
  readonly account: TwitchUser;
  readonly channel: TwitchUser;
}

/** Returns true for faults that end the connection, whatever call caused them. */
const endsConnection = (fault: Fault): boolean =>
  fault.kind === 'authentication' && fault.code !== 'twitch.not-permitted';

class HelixApi implements TwitchApi {
  readonly #options: TwitchApiOptions;
  /** Shared by all connections to one address, with the rest of Twitch's rate limit. */
  #made: { readonly baseUrl: string; readonly client: HelixClient } | null = null;
  #connected: Connected | null = null;
  #context: ComponentContext | null = null;
  #latencyMs: number | null = null;
  #answeredAt: number | null = null;
  #calls = 0;

  constructor(options: TwitchApiOptions) {
    this.#options = options;
  }

  get channel(): TwitchUser | null {
    return this.#connected?.channel ?? null;
  }

  async initialize(context: ComponentContext): Promise<void> {
    this.#context = context;
    const place = await this.#options.readPlace();
    const client = await this.#clientAt((place.baseUrl ?? twitchApiUrl).replace(/\/$/, ''));
    const token = await this.#options.tokens.current();
    if (!token.ok) throw token.error;
    const accounts = await client.users.getUsersByIds([token.value.userId]);
    const account = accounts[0];
    if (!account) throw unreadableAnswer('look up users');
    const login = place.channel.trim().replace(/^#/, '').toLowerCase() || account.name;
    const broadcaster = login === account.name ? account : await client.users.getUserByName(login);
    if (!broadcaster) throw channelUnknown(login);
    this.#connected = { client, account: userOf(account), channel: userOf(broadcaster) };
    context.setCondition({
      type: 'Connected',
      status: 'true',
      reason: 'Answered',
      message: `Twitch answers as ${account.name} for the channel ${broadcaster.name}.`,
    });
    const to = `the Twitch API for ${isolate(broadcaster.displayName)}`;
    context.events.emit(bridgeConnected({ platform: 'twitch', channel: broadcaster.name }, { to }));
  }

  cleanup(): void {
    this.#connected = null;
    this.#context = null;
  }

  getChannelInfo(): Promise<Result<TwitchChannelInfo, Fault>> {
    return this.#run(({ client, channel }) => readChannel(client, channel));
  }

  getLiveSince(): Promise<Result<number | null, Fault>> {
    return this.#run(async ({ client, channel }) => {
      const stream = await client.streams.getStreamByUserId(channel.id);
      if (!stream) return null;
      const at = stream.startDate.getTime();
      if (Number.isNaN(at)) throw unreadableAnswer('check whether the channel is live');
      return at;
    });
  }

  setChannelInfo(change: { title?: string; category?: string }): Promise<Result<TwitchChannelInfo, Fault>> {
    return this.#run(async ({ client, channel }) => {
      const categoryId =
        change.category === undefined ? undefined : await findCategory(client, change.category);
      await client.channels.updateChannelInfo(channel.id, {
        ...(change.title === undefined ? {} : { title: change.title }),
        ...(categoryId === undefined ? {} : { gameId: categoryId }),
      });
      return readChannel(client, channel);
    });
  }

  sendMessage(message: OutboundChat): Promise<Result<ChatDelivery, Fault>> {
    return this.#run(async ({ client, channel }): Promise<ChatDelivery> => {
      const said = await client.say(channel.id, message.text, message.replyTo);
      if ('id' in said)
        return { result: 'delivered', messageId: said.id, message: 'Twitch confirmed the message.' };
      return {
        result: 'refused',
        messageId: null,
        message: `Twitch dropped the message: ${isolate(foreignWords(said.dropped))}`,
      };
    });
  }

  findUser(login: string): Promise<Result<TwitchUser | null, Fault>> {
    return this.#run(async ({ client }) => {
      const user = await client.users.getUserByName(login.trim().replace(/^@/, '').toLowerCase());
      return user && userOf(user);
    });
  }

  ban(userId: string, reason: string): Promise<Result<void, Fault>> {
    return this.#run(async ({ client, channel }) => {
      await client.moderation.banUser(channel.id, { user: userId, reason });
    });
  }

  timeOut(userId: string, seconds: number, reason: string): Promise<Result<void, Fault>> {
    const duration = Math.min(longestTimeOutSeconds, Math.max(1, Math.round(seconds)));
    return this.#run(async ({ client, channel }) => {
      await client.moderation.banUser(channel.id, { user: userId, reason, duration });
    });
  }

  isBanned(userId: string): Promise<Result<boolean, Fault>> {
    return this.#run(({ client, account, channel }) => {
      // For any other account, Twitch answers as if the token had expired.
      if (account.id !== channel.id) throw notPermitted('check who is banned', '');
      return client.moderation.checkUserBan(channel.id, userId);
    });
  }

  unban(userId: string): Promise<Result<void, Fault>> {
    return this.#run(({ client, channel }) => client.moderation.unbanUser(channel.id, userId));
  }

  deleteMessage(messageId: string): Promise<Result<void, Fault>> {
    return this.#run(({ client, channel }) => client.moderation.deleteChatMessages(channel.id, messageId));
  }

  createMarker(description: string): Promise<Result<{ positionSeconds: number }, Fault>> {
    return this.#run(async ({ client, channel }) => {
      const marker = await client.streams.createStreamMarker(channel.id, description.slice(0, 140));
      return { positionSeconds: marker.positionInSeconds };
    });
  }

  createClip(): Promise<Result<{ id: string }, Fault>> {
    return this.#run(async ({ client, channel }) => ({
      id: await client.clips.createClip({ channel: channel.id }),
    }));
  }

  listRedemptions(): Promise<Result<readonly TwitchRedemption[], Fault>> {
    return this.#run(async ({ client, channel }) => {
      const found = await readRedemptions(client, channel, ['UNFULFILLED'], 0);
      return found.toSorted((left, right) => right.at - left.at);
    });
  }

  settleRedemption(
    redemption: Pick<TwitchRedemption, 'id' | 'rewardId'>,
    outcome: 'fulfil' | 'refund',
  ): Promise<Result<void, Fault>> {
    const status = outcome === 'fulfil' ? 'FULFILLED' : 'CANCELED';
    return this.#run(async ({ client, channel }) => {
      const { channelPoints } = client;
      await channelPoints.updateRedemptionStatusByIds(
        channel.id,
        redemption.rewardId,
        [redemption.id],
        status,
      );
    });
  }

  redemptionsSince(at: number): Promise<Result<readonly TwitchRedemption[], Fault>> {
    return this.#run(async ({ client, channel }) => {
      const found = await readRedemptions(client, channel, ['UNFULFILLED', 'FULFILLED'], at);
      return found.toSorted((left, right) => left.at - right.at);
    });
  }

  followsSince(at: number): Promise<Result<readonly TwitchFollow[], Fault>> {
    return this.#run(async ({ client, channel }) => {
      const found: TwitchFollow[] = [];
      const pages = client.channels.getChannelFollowersPaginated(channel.id);
      for (let page = 0; page < mostPages; page += 1) {
        const rows = (await pages.getNext()).map(followOf);
        const wanted = rows.filter((follow) => follow.at >= at);
        found.push(...wanted);
        if (rows.length === 0 || wanted.length < rows.length) break;
      }
      return found.toReversed();
    });
  }

  listSubscribers(): Promise<Result<readonly TwitchUser[], Fault>> {
    return this.#run(async ({ client, channel }) => {
      const found: TwitchUser[] = [];
      const pages = client.subscriptions.getSubscriptionsPaginated(channel.id);
      for (let page = 0; page < mostPages; page += 1) {
        const rows = await pages.getNext();
        if (rows.length === 0) break;
        found.push(...rows.map(subscriberOf));
      }
      return found;
    });
  }

  subscribeToEvents(request: EventSubscriptionRequest): Promise<Result<string, Fault>> {
    return this.#run(async ({ client, account }) => {
      const { type, version, condition, sessionId } = request;
      const transport = { method: 'websocket', session_id: sessionId } as const;
      const { eventSub } = client;
      const made = await eventSub.createSubscription(type, version, { ...condition }, transport, account.id);
      return made.id;
    });
  }

  listEventSubscriptions(sessionId: string): Promise<Result<readonly string[], Fault>> {
    return this.#run(async ({ client }) => {
      const answer = await client.callApi({
        type: 'helix',
        url: 'eventsub/subscriptions',
        query: { status: 'enabled' },
      });
      return enabledTypesOf(answer, sessionId);
    });
  }

  getStatus(): JsonObject {
    return {
      channel: this.#connected?.channel.login ?? null,
      account: this.#connected?.account.login ?? null,
      calls: this.#calls,
      latencyMs: this.#latencyMs,
      lastAnswerAgeMs: this.#answeredAt === null ? null : this.#options.clock.monotonic() - this.#answeredAt,
      remainingPoints: this.#made?.client.remainingPoints ?? null,
    };
  }

  async getHealth(): Promise<readonly ConditionInput[]> {
    const asked = await this.#run(({ client, account }) => client.users.getUsersByIds([account.id]));
    return [
      asked.ok
        ? {
            type: 'Answering',
            status: 'true',
            reason: 'Answered',
            message: `Twitch answered in ${Math.round(this.#latencyMs ?? 0)} ms.`,
          }
        : {
            type: 'Answering',
            status: 'false',
            severity: asked.error.code === 'twitch.rate-limited' ? 'degraded' : 'unhealthy',
            reason: 'NoAnswer',
            message: asked.error.message,
          },
    ];
  }

  getFact(): string | null {
    return this.#latencyMs === null ? null : `${Math.round(this.#latencyMs)} ms`;
  }

  getMetrics(): readonly MetricReading[] {
    return [
      { name: 'latencyMs', unit: 'ms', value: this.#latencyMs },
      { name: 'remainingPoints', unit: 'points', value: this.#made?.client.remainingPoints ?? null },
    ];
  }

  /** Returns the client for an address. Twurple is slow to load, so it is loaded at the first start. */
  async #clientAt(baseUrl: string): Promise<HelixClient> {
    const { tokens, clock, onTime } = this.#options;
    if (this.#made?.baseUrl === baseUrl) return this.#made.client;
    const { HelixClient } = await import('./helix-client.ts');
    const client = new HelixClient({
      tokens,
      http: createTwitchHttp(clock, onTime),
      baseUrl,
      clock,
      accountId: () => this.#connected?.account.id ?? null,
      signal: () => this.#context?.signal ?? null,
      onAnswer: (latencyMs) => {
        this.#calls += 1;
        this.#latencyMs = latencyMs;
        this.#answeredAt = clock.monotonic();
      },
    });
    this.#made = { baseUrl, client };
    return client;
  }

  /**
   * Runs calls for the channel. Returns faults as values; a fault that ends the sign-in also fails the
   * component.
   */
  async #run<T>(act: (connected: Connected) => Promise<T>): Promise<Result<T, Fault>> {
    const connected = this.#connected;
    if (!connected) return err(notFoundYet());
    try {
      return ok(await act(connected));
    } catch (thrown) {
      const fault = Fault.from(thrown, 'twitch.call-failed');
      if (endsConnection(fault)) this.#context?.fail(fault);
      return err(fault);
    }
  }
}

const readRedemptions = async (
  client: HelixClient,
  channel: TwitchUser,
  states: readonly ('UNFULFILLED' | 'FULFILLED')[],
  since: number,
): Promise<TwitchRedemption[]> => {
  const { channelPoints } = client;
  const found: TwitchRedemption[] = [];
  for (const reward of await channelPoints.getCustomRewards(channel.id, true)) {
    for (const state of states) {
      const filter = { newestFirst: true };
      const pages = channelPoints.getRedemptionsForBroadcasterPaginated(channel.id, reward.id, state, filter);
      for (let page = 0; page < mostPages; page += 1) {
        const rows = (await pages.getNext()).map(redemptionOf);
        const wanted = rows.filter((redemption) => redemption.at >= since);
        found.push(...wanted);
        if (rows.length === 0 || wanted.length < rows.length) break;
      }
    }
  }
  return found;
};

/**
 * Creates the Helix component of one channel. Each start looks up the account and the channel; the core
 * retries.
 */
export const createTwitchApi = (options: TwitchApiOptions): TwitchApi => new HelixApi(options);
