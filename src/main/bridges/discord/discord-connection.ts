import type { Client, GuildTextBasedChannel } from 'discord.js';
import type { ComponentContext } from '#core/component.ts';
import { bridgeLinkLost, bridgeResumed, repeating } from '#shared/catalogue/topics/bridge.ts';
import { systemWoke } from '#shared/catalogue/topics/components.ts';
import type { EmitDetails } from '#shared/catalogue/topics/define.ts';
import {
  discordConnected,
  discordDisconnected,
  discordRateLimited,
  discordReconnected,
  discordResumed,
} from '#shared/catalogue/topics/discord.ts';
import { type Fault, isolate, type Result, sleep } from '#shared/kernel/index.ts';
import type { ChatDelivery } from '#shared/model/index.ts';
import type { SlashResponder, ChatSink, OutboundChat } from '../ports/index.ts';
import { accessTo, findChannel } from './channel-access.ts';
import { listenToClient } from './client-events.ts';
import { discordConditions } from './conditions.ts';
import { createClient } from './discord-client.ts';
import { discordFaults, faultOfFinalClose, faultOfRequest } from './discord-faults.ts';
import { MalformedFrameReporter } from './malformed-frame-reporter.ts';
import { readGatewayInformation } from './gateway-information.ts';
import { GatewayLink } from './gateway-link.ts';
import { GuildServices } from './guild-services.ts';
import type { IdentifyBudget } from './identify-budget.ts';
import { loadDiscordLibrary } from './library.ts';
import { discordLimits } from './limits.ts';
import { LinkWatch } from './link-watch.ts';
import { MessageFeed } from './message-feed.ts';
import { reportGap } from './message-gap.ts';
import type { RateLimitNotice } from './rest-calls.ts';
import { nonceOf, sendMessage } from './send-message.ts';

export interface DiscordConnectionOptions {
  readonly context: ComponentContext;
  readonly apiUrl: string | null;
  /** Receives the time of Discord's servers, in epoch milliseconds. */
  readonly onTime: (at: number) => void;
  readonly token: string;
  readonly guildId: string | null;
  readonly channelId: string;
  readonly budget: IdentifyBudget;
  /** Saves the counted sign-ins so that they survive a restart. Resolves also when saving failed. */
  readonly keepSignIns: () => Promise<void>;
  readonly deliver: ChatSink;
  readonly respond: SlashResponder;
  /** Reads the address of the webhook that the operator entered; null when there is none. */
  readonly readWebhookAddress: () => Promise<string | null>;
  /**
   * Last moment with a gateway link in the previous connection, epoch milliseconds; null when there was none.
   */
  readonly connectedUntil: number | null;
}

/** One signed-in client, from sign-in to close. Not reusable. */
export class DiscordConnection {
  readonly feed: MessageFeed;
  readonly malformedFrames: MalformedFrameReporter;
  readonly #options: DiscordConnectionOptions;
  readonly #context: ComponentContext;
  readonly #ending = new AbortController();
  readonly #signal: AbortSignal;
  readonly #startFailed = Promise.withResolvers<never>();
  #client: Client | null = null;
  #channel: GuildTextBasedChannel | null = null;
  #services: GuildServices | null = null;
  #link: GatewayLink | null = null;
  #watch: LinkWatch | null = null;
  #linkIsUp = false;
  #downSince: number | null = null;
  #connectedUntil: number | null = null;
  #outage: Disposable | null = null;
  #identifiedAt: number | null = null;
  #started = false;
  #lastSend: Promise<unknown> = Promise.resolve();
  #rateLimits = 0;
  #resumes = 0;

  constructor(options: DiscordConnectionOptions) {
    this.#options = options;
    this.#context = options.context;
    this.#signal = AbortSignal.any([options.context.signal, this.#ending.signal]);
    this.feed = new MessageFeed({
      context: options.context,
      channelId: options.channelId,
      deliver: options.deliver,
      isOwnWebhook: (webhookId) => this.#services?.isOwnWebhook(webhookId) ?? false,
    });
    this.malformedFrames = new MalformedFrameReporter(options.context);
    // Only `start` awaits this promise. A rejection outside of it must not count as unhandled.
    this.#startFailed.promise.catch(() => undefined);
    options.context.scope.defer('discord client', () => this.close());
  }

  get client(): Client | null {
    return this.#client;
  }

  get channel(): GuildTextBasedChannel | null {
    return this.#channel;
  }

  /** Slash commands, posts and webhooks; null before `start`. */
  get services(): GuildServices | null {
    return this.#services;
  }

  get latencyMs(): number | null {
    return this.#watch?.latencyMs ?? null;
  }

  get answerAgeMs(): number | null {
    return this.#watch?.answerAgeMs ?? null;
  }

  get linkIsUp(): boolean {
    return this.#linkIsUp;
  }

  /** Last moment with a gateway link, epoch milliseconds; null when there never was one. */
  get connectedUntil(): number | null {
    return this.#linkIsUp ? this.#context.clock.now() : this.#connectedUntil;
  }

  get counts(): { readonly rateLimits: number; readonly resumes: number } {
    return { rateLimits: this.#rateLimits, resumes: this.#resumes };
  }

  /** Resolves when the channel was found and the bot can read it. Rejects with a fault. */
  async start(): Promise<void> {
    const timeUp = new AbortController();
    try {
      await Promise.race([
        this.#start(),
        this.#startFailed.promise,
        sleep(this.#context.clock, discordLimits.startMs, timeUp.signal).then(() => {
          throw discordFaults.startTimedOut(discordLimits.startMs / 1_000);
        }),
        rejectOnAbort(this.#signal, timeUp.signal),
      ]);
    } catch (thrown) {
      await this.close();
      throw faultOfRequest(thrown);
    } finally {
      timeUp.abort();
    }
    this.#started = true;
  }

  /** Sends after all earlier messages: a message that waits for a rate limit is not overtaken. */
  send(message: OutboundChat): Promise<Result<ChatDelivery, Fault>> {
    const turn = this.#lastSend.then(() => this.#sendNow(message));
    this.#lastSend = turn;
    return turn;
  }

  async #sendNow(message: OutboundChat): Promise<Result<ChatDelivery, Fault>> {
    const client = this.#client;
    const channel = this.#channel;
    if (!client || !channel) return { ok: false, error: discordFaults.notConnected() };
    const sent = await sendMessage(message, {
      rest: client.rest,
      channelId: channel.id,
      channelName: `#${channel.name}`,
      nonce: nonceOf(this.#context.ids.next()),
      clock: this.#context.clock,
      signal: this.#signal,
      onRateLimited: (notice) => this.#rateLimited(notice),
    });
    if (!sent.ok && sent.error.kind === 'authentication') this.#fail(sent.error);
    return sent;
  }

  /** Closes the connection within half a second, even when Discord doesn't respond. Safe to call twice. */
  async close(): Promise<void> {
    if (this.#ending.signal.aborted) return;
    if (this.#linkIsUp) this.#noteDown();
    this.#ending.abort(discordFaults.startCancelled(undefined));
    this.#watch?.pause();
    this.#outage?.[Symbol.dispose]();
    const client = this.#client;
    if (!client) return;
    await client.destroy();
    client.removeAllListeners();
  }

  async #start(): Promise<void> {
    const { context, budget } = this.#options;
    if (budget.waitMs > 0) throw identifyHeldBack(budget);
    const library = await loadDiscordLibrary();
    this.#signal.throwIfAborted();
    const link = new GatewayLink({
      library,
      clock: context.clock,
      signal: this.#signal,
      listener: {
        onUp: (how) => this.#linkUp(how),
        onDown: (code) => this.#linkDown(code),
        onSessionInvalid: () => {
          if (!this.#started) this.#fail(discordFaults.sessionRefused());
        },
        onHeartbeatAnswer: () => this.#heartbeatAnswered(),
        onFrameRefused: (problem) => this.malformedFrames.add(problem),
        onThrown: (thrown) => {
          const reason = 'discord.js threw while reading it';
          context.logger.error('discord.js threw while reading a frame', thrown);
          this.malformedFrames.add({ topic: null, reason, unused: false });
        },
      },
    });
    this.#link = link;
    const client = createClient(library, {
      apiUrl: this.#options.apiUrl,
      buildStrategy: (manager) => link.attach(manager),
      waitForIdentify: (signal) => this.#waitForIdentify(signal),
    });
    client.rest.on('response', (_request, response) => {
      const at = Date.parse(response.headers.get('date') ?? '');
      if (!Number.isNaN(at)) this.#options.onTime(at);
    });
    this.#client = client;
    this.#watch = new LinkWatch({
      clock: context.clock,
      scope: context.scope,
      link,
      onDead: () => this.#linkDead(),
    });
    context.events.on(systemWoke, () => this.#watch?.prove());
    this.feed.listen(client);
    listenToClient(client, {
      context,
      channelId: this.#options.channelId,
      guildId: () => this.#channel?.guildId ?? null,
      onAccessChanged: () => this.#reviewAccess(),
      onFault: (fault) => this.#fail(fault),
    });
    this.#services = new GuildServices({
      context,
      client,
      signal: this.#signal,
      respond: this.#options.respond,
      readWebhookAddress: this.#options.readWebhookAddress,
      onRateLimited: (notice) => this.#rateLimited(notice),
    });
    const ready = new Promise<Client<true>>((resolve) => client.once('clientReady', resolve));
    client.rest.setToken(this.#options.token);
    const information = await readGatewayInformation(client.rest, {
      clock: context.clock,
      signal: this.#signal,
      mostWaitMs: discordLimits.startMs / 2,
      onRateLimited: (notice) => this.#rateLimited(notice),
    });
    if (!information.ok) throw information.error;
    await client.login(this.#options.token);
    const signedIn = await ready;
    context.setCondition(discordConditions.authenticated(signedIn.user.tag));
    const channel = await findChannel(signedIn, this.#options.guildId, this.#options.channelId);
    if (!channel.ok) throw channel.error;
    this.#channel = channel.value;
    this.#services.open(signedIn, channel.value);
    this.#reviewAccess();
    context.setCondition(discordConditions.connected());
    context.events.emit(
      discordConnected({
        guild: channel.value.guild.name,
        channel: channel.value.name,
        attempt: context.attempt,
        userId: signedIn.user.id,
        login: signedIn.user.username,
      }),
    );
    this.#reportGap(this.#options.connectedUntil);
  }

  /** Ends this connection: rejects the start, or reports the fault to the supervisor. */
  #fail(fault: Fault): void {
    if (this.#ending.signal.aborted) return;
    if (this.#started) this.#context.fail(fault);
    else this.#startFailed.reject(fault);
  }

  async #waitForIdentify(signal: AbortSignal): Promise<void> {
    const { budget, context, keepSignIns } = this.#options;
    const now = context.clock.monotonic();
    const tooSoon = this.#identifiedAt !== null && now - this.#identifiedAt < discordLimits.identifyAgainMs;
    if (!tooSoon && budget.take()) {
      this.#identifiedAt = now;
      await keepSignIns();
      return;
    }
    this.#fail(tooSoon ? discordFaults.sessionRefused() : identifyHeldBack(budget));
    // discord.js would sign in even after a rejection, so the promise stays pending until the link is closed.
    await new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(discordFaults.startCancelled(signal.reason)), {
        once: true,
      });
    });
  }

  #linkUp(how: 'ready' | 'resumed'): void {
    this.#linkIsUp = true;
    this.#outage?.[Symbol.dispose]();
    this.#outage = null;
    this.#watch?.resume();
    if (!this.#started || this.#downSince === null) return;
    const gapMs = this.#context.clock.monotonic() - this.#downSince;
    this.#downSince = null;
    this.#context.setCondition(discordConditions.connected());
    if (how === 'resumed') this.#resumes += 1;
    else this.#reportGap(this.#connectedUntil);
    const { events } = this.#context;
    const replayed = how === 'resumed';
    const back = replayed ? discordResumed : discordReconnected;
    const emitted = events.emit(back({ gapMs: Math.round(gapMs) }));
    const since = Math.round(emitted.at - gapMs);
    events.emit(bridgeResumed({ platform: 'discord', since, replayed }, repeating(emitted)));
  }

  #linkDown(code: number): void {
    this.#noteDown();
    this.#watch?.pause();
    const final = faultOfFinalClose(code);
    if (final || !this.#started) {
      const fault = final ?? (code === 1_006 ? discordFaults.unreachable() : discordFaults.linkClosed(code));
      const wasLinked = this.#started && !this.#signal.aborted;
      // Reports to the core first, so that the journal records this fault as the outage's cause.
      this.#fail(fault);
      if (wasLinked) this.#emitLinkLost(fault.code, this.#context.clock.now(), { reason: fault.message });
      return;
    }
    this.#reportDown({ code });
  }

  /** Abandons a link that is open but silent; discord.js resumes the session on a new one. */
  #linkDead(): void {
    this.#noteDown();
    if (this.#started) this.#reportDown({ code: null });
    void this.#link?.abandon();
  }

  #reportDown(close: { readonly code: number | null }): void {
    const { context } = this.#options;
    this.#downSince ??= context.clock.monotonic();
    if (this.#outage) return;
    this.#outage = context.clock.setTimeout(
      () => this.#fail(discordFaults.connectionLost(discordLimits.outageMs / 1_000)),
      discordLimits.outageMs,
    );
    context.setCondition(discordConditions.disconnected(close.code));
    context.setCondition(discordConditions.silent(close.code === null));
    const emitted = context.events.emit(discordDisconnected({ code: close.code }));
    this.#emitLinkLost(discordDisconnected.name, emitted.at, repeating(emitted));
  }

  #emitLinkLost(code: string, since: number, words: { readonly reason: string } & EmitDetails): void {
    this.#context.events.emit(bridgeLinkLost({ platform: 'discord', code, since }, words));
  }

  #noteDown(): void {
    if (this.#linkIsUp) this.#connectedUntil = this.#context.clock.now();
    this.#linkIsUp = false;
  }

  #reportGap(since: number | null): void {
    const channel = this.#channel;
    if (!channel || since === null) return;
    reportGap(channel, since, this.#context, this.#signal).catch((thrown: unknown) => {
      this.#context.logger.error('Missed messages couldn’t be counted', thrown);
    });
  }

  #heartbeatAnswered(): void {
    this.#watch?.answered();
    this.#context.setCondition(discordConditions.responsive(this.latencyMs));
  }

  #rateLimited(notice: RateLimitNotice): void {
    this.#rateLimits += 1;
    const { waitMs, global } = notice;
    this.#context.events.emit(discordRateLimited({ waitMs, global }));
  }

  #reviewAccess(): void {
    const channel = this.#channel;
    if (channel)
      this.#context.setCondition(discordConditions.channel(isolate(`#${channel.name}`), accessTo(channel)));
  }
}

const identifyHeldBack = ({ isSpent, used, waitMs }: IdentifyBudget): Fault =>
  isSpent ? discordFaults.identifyBudgetSpent(used, waitMs) : discordFaults.identifyPaced(used, waitMs);

const rejectOnAbort = (signal: AbortSignal, until: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const onAbort = (): void => reject(discordFaults.startCancelled(signal.reason));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true, signal: until });
  });
