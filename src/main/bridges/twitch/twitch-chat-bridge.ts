import { chatMessageLeftOut } from '#shared/catalogue/topics/chat.ts';
import { err, Fault, sleep, type JsonObject, type Result } from '#shared/kernel/index.ts';
import { type ChatDelivery, platformLimits, platformOf } from '#shared/model/index.ts';
import type { ComponentContext, ConditionInput, MetricReading } from '#core/component.ts';
import { bridgeConnected, bridgeLinkLost } from '#shared/catalogue/topics/bridge.ts';
import { systemWoke } from '#shared/catalogue/topics/components.ts';
import { twitchJoined, twitchMoved } from '#shared/catalogue/topics/twitch.ts';
import type { ChatBridge, ChatSink, OutboundChat } from '../ports/index.ts';
import { normaliseChannel } from './channel-name.ts';
import { ChatSession } from './chat-session.ts';
import { reconnectAsked, signInMissing, signInRefused } from './chat-faults.ts';
import { type RefusalReason, problemOf, type Refusal } from './normalise-message.ts';
import { SendLimits } from './send-limits.ts';
import { createTmiTransport } from './tmi-transport.ts';
import type { TwitchIdentity } from './chat-transport.ts';

/** Time for which the old link is still read after the new one has joined, milliseconds. */
const drainMs = 1_000;

export const twitchChatUrl = 'wss://irc-ws.chat.twitch.tv:443';

/** Target of one chat connection: the channel and the account. */
export interface TwitchChatPlace {
  /** The server's WebSocket address; Twitch's own by default. */
  readonly url?: string;
  /** A name, `#name` or an address of the site. */
  readonly channel: string;
  /** Our account; null or blank reads anonymously. */
  readonly login: string | null;
  /** Reads the account's token, with or without `oauth:`, for each connection. */
  readToken(): Promise<string | null>;
}

export interface TwitchChatOptions {
  /** Reads the target for each connection. Throws a fault while there is none. */
  readonly readPlace: () => TwitchChatPlace | Promise<TwitchChatPlace>;
  readonly deliver: ChatSink;
  /**
   * Returns true while another bridge reports events of this EventSub type, so that no event is reported
   * twice.
   */
  readonly isReportedElsewhere?: (type: string) => boolean;
}

/**
 * Returns the login and token for the sign-in, null for the anonymous reader, or the fault of missing or
 * invalid ones.
 */
export const readTwitchIdentity = async (
  place: Pick<TwitchChatPlace, 'login' | 'readToken'>,
): Promise<Result<TwitchIdentity | null, Fault>> => {
  const login = (place.login ?? '').trim().replace(/^@/, '').toLowerCase();
  if (login === '') return { ok: true, value: null };
  const token = (await place.readToken())?.trim().replace(/^oauth:/i, '') ?? '';
  if (token === '') return err(signInMissing(login));
  // Both are sent unescaped: a line break in either would start a command.
  if (!/^\w{1,25}$/.test(login))
    return err(signInRefused(login.slice(0, 60), 'this is not a valid Twitch login'));
  if (!/^[\w-]{1,200}$/.test(token)) return err(signInRefused(login, 'the token has invalid characters'));
  return { ok: true, value: { login, token } };
};

/**
 * Maximum number of events about dropped messages, so that a broken proxy doesn't flood the journal. All are
 * counted.
 */
const leftOutLimit = { events: 20, withinMs: 60_000 } as const;

class TwitchChatBridge implements ChatBridge {
  readonly platform = 'twitch';
  readonly maxLength = platformLimits.twitch.message;
  readonly #options: TwitchChatOptions;
  /** Target of the current connection, or of the last one while disconnected; null before the first. */
  #place: TwitchChatPlace | null = null;
  #leftOut = { since: Number.NEGATIVE_INFINITY, emitted: 0 };
  readonly #refused = new Map<RefusalReason, number>();
  #delivered = 0;
  #reportedElsewhere = 0;
  #session: ChatSession | null = null;
  /** The current session while its successor is about to replace it: its end is not a failure. */
  #leaving: ChatSession | null = null;
  /** Closes the link of a session whose connection ends before the session was stopped. */
  readonly #links = new Map<ChatSession, Disposable>();
  /** Shared by all connections, because Twitch counts messages by account, not by connection. */
  #sending: { readonly login: string | null; readonly limits: SendLimits } | null = null;

  constructor(options: TwitchChatOptions) {
    this.#options = options;
  }

  get #anonymous(): boolean {
    return this.#place !== null && (this.#place.login ?? '').trim() === '';
  }

  get sendObstacle(): string | null {
    if (this.#anonymous) return 'Twitch chat is read-only. Sign in to Twitch in Settings to send messages.';
    return this.#session?.joined ? null : 'Twitch chat isn’t connected.';
  }

  async initialize(context: ComponentContext): Promise<void> {
    const place = await this.#options.readPlace();
    // The moderator badge belongs to one channel.
    if (this.#sending && place.channel !== this.#place?.channel) this.#sending.limits.privileged = false;
    this.#place = place;
    const channel = normaliseChannel(place.channel);
    if (!channel.ok) throw channel.error;
    const identity = await readTwitchIdentity(place);
    if (!identity.ok) {
      context.setCondition({
        type: 'Authenticated',
        status: 'false',
        reason: identity.error.code === 'twitch.sign-in-missing' ? 'SignInMissing' : 'SignInRefused',
        message: identity.error.message,
      });
      throw identity.error;
    }
    const session = this.#open(context, place, channel.value, identity.value);
    this.#session = session;
    context.scope.defer('twitch session', () => {
      this.#session = null;
    });
    await session.start(context.signal);
    context.events.on(systemWoke, () => this.#session?.proveAlive());
    const { platform } = this;
    context.events.emit(
      bridgeConnected({ platform, channel: channel.value }, { to: `Twitch chat of #${channel.value}` }),
    );
    context.events.emit(twitchJoined({ channel: channel.value }));
  }

  async cleanup(): Promise<void> {
    await this.#session?.stop();
    this.#session = null;
    this.#links.clear();
  }

  async send(message: OutboundChat): Promise<Result<ChatDelivery, Fault>> {
    if (this.#anonymous) {
      return err(
        new Fault('twitch.read-only', 'Twitch chat is read-only. Sign in to Twitch to send messages.', {
          kind: 'authentication',
          action: {
            kind: 'sign-in',
            label: 'Sign in to Twitch',
            target: platformOf('twitch').settingsPath,
          },
        }),
      );
    }
    if (!this.#session?.joined) {
      return err(
        new Fault('twitch.not-connected', 'Twitch chat isn’t connected. The message wasn’t sent.', {
          kind: 'transient',
        }),
      );
    }
    return this.#session.send(message);
  }

  getStatus(): JsonObject {
    return {
      channel: this.#place?.channel ?? null,
      account: this.#anonymous ? null : (this.#place?.login ?? null),
      messages: this.#delivered,
      eventsReportedElsewhere: this.#reportedElsewhere,
      refusedLines: Object.fromEntries(this.#refused),
      ...(this.#session ? this.#session.status() : { phase: 'ended' }),
    };
  }

  async getHealth(signal: AbortSignal): Promise<readonly ConditionInput[]> {
    if (!this.#session) return [];
    try {
      const latencyMs = await this.#session.probe(signal);
      return [
        {
          type: 'Answering',
          status: 'true',
          reason: 'PongReceived',
          message: `Twitch answered a ping in ${Math.round(latencyMs)} ms.`,
        },
      ];
    } catch {
      return [
        { type: 'Answering', status: 'false', reason: 'NoPong', message: 'Twitch isn’t answering pings.' },
      ];
    }
  }

  getFact(): string | null {
    if (!this.#session?.joined) return null;
    const rate = `${this.#session.messagesPerMinute} msg/min`;
    const latencyMs = this.#session.latencyMs;
    return latencyMs === null ? rate : `${rate} · ${Math.round(latencyMs)} ms`;
  }

  getMetrics(): readonly MetricReading[] {
    const live = this.#session?.joined ? this.#session : null;
    return [
      { name: 'messagesPerMinute', unit: '1/min', value: live?.messagesPerMinute ?? null },
      { name: 'latencyMs', unit: 'ms', value: live?.latencyMs ?? null },
    ];
  }

  #open(
    context: ComponentContext,
    place: TwitchChatPlace,
    channel: string,
    identity: TwitchIdentity | null,
  ): ChatSession {
    const url = place.url ?? twitchChatUrl;
    const transport = createTmiTransport({ url, channel, identity }, context.clock, context.logger);
    const session: ChatSession = new ChatSession({
      transport,
      channel,
      login: identity?.login ?? null,
      clock: context.clock,
      ids: context.ids,
      sendLimits: this.#sendLimitsOf(context, identity?.login ?? null),
      deliver: (message) => {
        this.#delivered += 1;
        this.#options.deliver(message);
      },
      refuse: (refusal) => {
        this.#countRefusal(refusal.reason);
        // Lines of another channel are not lost messages, and one of two overlapping sessions reports enough.
        if (refusal.reason === 'other-channel' || session !== this.#session) return;
        this.#emitRefusal(context, channel, refusal);
      },
      // While two sessions overlap, one of them reports the room's events; messages are deduplicated by id.
      emit: ({ draft, eventSubType }) => {
        if (session !== this.#session) return;
        if (eventSubType !== undefined && this.#options.isReportedElsewhere?.(eventSubType))
          this.#reportedElsewhere += 1;
        else context.events.emit(draft);
      },
      setCondition: (condition) => {
        if (session === this.#session || !this.#session?.joined) context.setCondition(condition);
      },
      onReconnectAsked: () => {
        if (this.#isPresent(session)) void this.#moveOver(context, place, channel, session);
      },
      onFailed: (fault) => {
        if (this.#isPresent(session)) this.#lost(context, fault);
      },
    });
    this.#links.set(
      session,
      context.scope.defer('twitch link', () => transport.close(0)),
    );
    return session;
  }

  /** Returns the limits of this account: its messages count across all channels. */
  #sendLimitsOf({ clock }: ComponentContext, login: string | null): SendLimits {
    if (this.#sending?.login !== login) this.#sending = { login, limits: new SendLimits(clock) };
    return this.#sending.limits;
  }

  #isPresent(session: ChatSession): boolean {
    return session === this.#session && session !== this.#leaving;
  }

  /** Reports to the core first, so that the journal records this fault as the outage's cause. */
  #lost(context: ComponentContext, fault: Fault): void {
    const isStopping = context.signal.aborted;
    context.fail(fault);
    if (isStopping) return;
    const { code, message: reason } = fault;
    context.events.emit(bridgeLinkLost({ platform: 'twitch', code, since: context.clock.now() }, { reason }));
  }

  async #letGo(session: ChatSession): Promise<void> {
    await session.stop();
    this.#links.get(session)?.[Symbol.dispose]();
    this.#links.delete(session);
  }

  /** Moves to another server before Twitch restarts one: the new session joins before the old one closes. */
  async #moveOver(
    context: ComponentContext,
    place: TwitchChatPlace,
    channel: string,
    old: ChatSession,
  ): Promise<void> {
    this.#leaving = old;
    try {
      const identity = await readTwitchIdentity(place);
      if (!identity.ok) throw identity.error;
      const next = this.#open(context, place, channel, identity.value);
      await next.start(context.signal);
      if (this.#session !== old) {
        await this.#letGo(next);
        return;
      }
      this.#session = next;
    } catch (thrown) {
      context.logger.warning('The move to another Twitch server failed', { problem: String(thrown) });
      if (this.#session === old) this.#lost(context, reconnectAsked());
      return;
    } finally {
      if (this.#leaving === old) this.#leaving = null;
    }
    context.events.emit(twitchMoved({ channel }));
    // Lines in flight on the old link still arrive.
    await sleep(context.clock, drainMs, context.signal).catch(() => undefined);
    await this.#letGo(old);
  }

  #emitRefusal(context: ComponentContext, channel: string, refusal: Refusal): void {
    const now = context.clock.monotonic();
    if (now - this.#leftOut.since >= leftOutLimit.withinMs) this.#leftOut = { since: now, emitted: 0 };
    if (this.#leftOut.emitted >= leftOutLimit.events) return;
    this.#leftOut.emitted += 1;
    const { messageId, reason } = refusal;
    // Some programs send invisible characters; no readable text is lost with them.
    const level = reason === 'no-text' ? 'debug' : 'warning';
    const data = { platform: this.platform, channel, messageId, problem: problemOf(refusal) } as const;
    context.events.emit(chatMessageLeftOut(data, { level }));
  }

  #countRefusal(reason: RefusalReason): void {
    this.#refused.set(reason, (this.#refused.get(reason) ?? 0) + 1);
  }
}

/**
 * Creates the bridge to Twitch chat over IRC, read with or without an account. Each run is one connection;
 * the core retries.
 */
export const createTwitchChatBridge = (options: TwitchChatOptions): ChatBridge =>
  new TwitchChatBridge(options);
