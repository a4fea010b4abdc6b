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
import { reconnectAsked, signInMissing, signInRefused } from './faults.ts';
import { type RefusalReason, problemOf, type Refusal } from './normalise-message.ts';
import { SendLimits } from './send-limits.ts';
import { createTmiTransport } from './tmi-transport.ts';
import type { TwitchIdentity } from './transport.ts';

/** How long the old link is still listened to once the new one has joined, milliseconds. */
const drainMs = 1_000;

export const twitchChatUrl = 'wss://irc-ws.chat.twitch.tv:443';

/** The chat of one life: where it is, and who reads it. */
export interface TwitchChatPlace {
  /** The server's WebSocket address; Twitch's own unless given. */
  readonly url?: string;
  /** A name, `#name` or an address of the site. */
  readonly channel: string;
  /** Our account; null or blank reads anonymously. */
  readonly login: string | null;
  /** The account's token, with or without `oauth:`, read anew for each connection. */
  readToken(): Promise<string | null>;
}

export interface TwitchChatOptions {
  /** Read at the beginning of each life. Throws a fault while there is no place. */
  readonly readPlace: () => TwitchChatPlace | Promise<TwitchChatPlace>;
  readonly deliver: ChatSink;
  /** Whether somebody else tells of events of this EventSub type now, so that none is told twice. */
  readonly isToldElsewhere?: (type: string) => boolean;
}

/** The login and token to sign in with, null for the anonymous reader, or why there is none. */
export const readTwitchIdentity = async (
  place: Pick<TwitchChatPlace, 'login' | 'readToken'>,
): Promise<Result<TwitchIdentity | null, Fault>> => {
  const login = (place.login ?? '').trim().replace(/^@/, '').toLowerCase();
  if (login === '') return { ok: true, value: null };
  const token = (await place.readToken())?.trim().replace(/^oauth:/i, '') ?? '';
  if (token === '') return err(signInMissing(login));
  // Both go on the wire as they are: a line break in either would be a command of its own.
  if (!/^\w{1,25}$/.test(login))
    return err(signInRefused(login.slice(0, 60), 'this cannot be a Twitch login'));
  if (!/^[\w-]{1,200}$/.test(token))
    return err(signInRefused(login, 'the token has characters that no token has'));
  return { ok: true, value: { login, token } };
};

/** The most events about messages that were left out, so that a broken proxy does not flood the journal. All are counted. */
const leftOutLimit = { events: 20, withinMs: 60_000 } as const;

class TwitchChatBridge implements ChatBridge {
  readonly platform = 'twitch';
  readonly maxLength = platformLimits.twitch.message;
  readonly #options: TwitchChatOptions;
  /** The place of the present life, and between two lives that of the last one; null before the first. */
  #place: TwitchChatPlace | null = null;
  #leftOut = { since: Number.NEGATIVE_INFINITY, told: 0 };
  readonly #refused = new Map<RefusalReason, number>();
  #delivered = 0;
  #toldElsewhere = 0;
  #session: ChatSession | null = null;
  /** The present session while another one is about to take its place: its end is no failure. */
  #leaving: ChatSession | null = null;
  /** What cuts the link of a session whose life ends before it was let go. */
  readonly #links = new Map<ChatSession, Disposable>();
  /** Twitch counts what an account sends, not what a connection carries: kept over all of them. */
  #sending: { readonly login: string | null; readonly limits: SendLimits } | null = null;

  constructor(options: TwitchChatOptions) {
    this.#options = options;
  }

  get #anonymous(): boolean {
    return this.#place !== null && (this.#place.login ?? '').trim() === '';
  }

  get sendObstacle(): string | null {
    if (this.#anonymous)
      return 'Twitch chat is read without an account. Sign in to Twitch in Settings to send.';
    return this.#session?.joined ? null : 'Twitch chat is not connected.';
  }

  async initialize(context: ComponentContext): Promise<void> {
    const place = await this.#options.readPlace();
    // The badge of a moderator holds in one channel.
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
        new Fault(
          'twitch.read-only',
          'Twitch chat is read without an account, so nothing can be sent. Sign in first.',
          {
            kind: 'authentication',
            action: {
              kind: 'sign-in',
              label: 'Sign in to Twitch',
              target: platformOf('twitch').settingsPath,
            },
          },
        ),
      );
    }
    if (!this.#session?.joined) {
      return err(
        new Fault('twitch.not-connected', 'Twitch chat is not connected, so nothing was sent.', {
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
      eventsToldElsewhere: this.#toldElsewhere,
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
        { type: 'Answering', status: 'false', reason: 'NoPong', message: 'Twitch does not answer pings.' },
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
        // Of another channel nothing is lost, and while two sessions overlap one of them tells.
        if (refusal.reason === 'other-channel' || session !== this.#session) return;
        this.#tellRefusal(context, channel, refusal);
      },
      // While two sessions overlap, what happens in the room is told by one of them; messages are known by their ids.
      emit: ({ draft, eventSubType }) => {
        if (session !== this.#session) return;
        if (eventSubType !== undefined && this.#options.isToldElsewhere?.(eventSubType))
          this.#toldElsewhere += 1;
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

  /** Returns the limits of this account: what it sent counts in every channel. */
  #sendLimitsOf({ clock }: ComponentContext, login: string | null): SendLimits {
    if (this.#sending?.login !== login) this.#sending = { login, limits: new SendLimits(clock) };
    return this.#sending.limits;
  }

  #isPresent(session: ChatSession): boolean {
    return session === this.#session && session !== this.#leaving;
  }

  /** The core is told first: an outage then has its word as the cause, which the journal keeps. */
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

  /** Twitch restarts a server: the new session is in the channel before the old one is let go. */
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
      context.logger.warning('Moving to another server of Twitch failed', { problem: String(thrown) });
      if (this.#session === old) this.#lost(context, reconnectAsked());
      return;
    } finally {
      if (this.#leaving === old) this.#leaving = null;
    }
    context.events.emit(twitchMoved({ channel }));
    // What was on its way on the old link still arrives.
    await sleep(context.clock, drainMs, context.signal).catch(() => undefined);
    await this.#letGo(old);
  }

  #tellRefusal(context: ComponentContext, channel: string, refusal: Refusal): void {
    const now = context.clock.monotonic();
    if (now - this.#leftOut.since >= leftOutLimit.withinMs) this.#leftOut = { since: now, told: 0 };
    if (this.#leftOut.told >= leftOutLimit.events) return;
    this.#leftOut.told += 1;
    const { messageId, reason } = refusal;
    // Some programs send characters that nobody sees: nothing to read is lost with them.
    const level = reason === 'no-text' ? 'debug' : 'warning';
    const data = { platform: this.platform, channel, messageId, problem: problemOf(refusal) } as const;
    context.events.emit(chatMessageLeftOut(data, { level }));
  }

  #countRefusal(reason: RefusalReason): void {
    this.#refused.set(reason, (this.#refused.get(reason) ?? 0) + 1);
  }
}

/** Twitch chat over IRC, read with or without an account. Each life makes one connection; the core retries. */
export const createTwitchChatBridge = (options: TwitchChatOptions): ChatBridge =>
  new TwitchChatBridge(options);
