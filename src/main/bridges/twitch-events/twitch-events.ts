import type { Component, ComponentContext, ConditionInput, MetricReading } from '#core/component.ts';
import { bridgeConnected, bridgeLinkLost } from '#shared/catalogue/topics/bridge.ts';
import { systemWoke } from '#shared/catalogue/topics/components.ts';
import { twitchEventsMoved, twitchSubscriptionRevoked } from '#shared/catalogue/topics/twitch.ts';
import { Fault, type JsonObject } from '#shared/kernel/index.ts';
import { MessageRate } from '../twitch/index.ts';
import type { MissedTwitchEvents, TwitchApi, TwitchTokens } from '../ports/index.ts';
import { catchUp, type EventGap } from './catch-up.ts';
import { eventsRevoked, nothingAllowed, sessionForgotten } from './event-faults.ts';
import { EventSession } from './event-session.ts';
import { eventTypes, type EventType } from './event-types.ts';
import type { EventFrame } from './frames.ts';
import { ReleaseWindow } from './release-window.ts';
import { SeenKeys } from './seen-keys.ts';
import { SessionCheck } from './session-check.ts';
import type { TwitchEvent } from './twitch-event.ts';

export const twitchEventsUrl = 'wss://eventsub.wss.twitch.tv/ws';

/** Shortest keepalive that Twitch offers, to detect a dead link as early as possible. */
const keepaliveSeconds = 10;
/** Enough for many hours of a busy channel, at about 100 bytes each. */
const rememberedKeys = 20_000;

/** The event bridge as other bridges use it. */
export interface TwitchEventsBridge extends Component {
  /** Returns true while events of this EventSub type arrive. */
  hears(type: string): boolean;
}

export interface TwitchEventsOptions {
  /** Creates the subscriptions and provides the channel; must be connected before this bridge. */
  readonly api: Pick<TwitchApi, 'channel' | 'subscribeToEvents' | 'listEventSubscriptions'>;
  readonly tokens: Pick<TwitchTokens, 'current'>;
  /** Called when Twitch reports that the account revoked its access. */
  readonly onRevoked?: () => void;
  /** Lists the events of a gap; without it, nothing is caught up. */
  readonly missed?: MissedTwitchEvents;
  /** Reads the WebSocket's address for each connection; Twitch's own by default. */
  readonly readUrl?: () => string | Promise<string>;
}

interface Subscribed {
  readonly type: EventType;
  readonly fault: Fault | null;
}

const withKeepalive = (url: string): string => {
  const full = new URL(url);
  full.searchParams.set('keepalive_timeout_seconds', String(keepaliveSeconds));
  return full.href;
};

const wordsOf = (type: string): string =>
  eventTypes.find((each) => each.type === type)?.what ?? 'some events';

class TwitchEvents implements TwitchEventsBridge {
  readonly #options: TwitchEventsOptions;
  /** Shared by all connections: events from before a reconnect may arrive again after it. */
  #seen = new SeenKeys(rememberedKeys);
  /** The server and the channel of the stored state; null before the first connection. */
  #place: { readonly url: string; readonly channelId: string } | null = null;
  #session: EventSession | null = null;
  #window: ReleaseWindow<TwitchEvent> | null = null;
  #check: SessionCheck | null = null;
  #rate: MessageRate | null = null;
  #gap: EventGap | null = null;
  /** Last time with a working connection, epoch milliseconds; null before the first. */
  #listenedUntil: number | null = null;
  #subscribed: readonly string[] = [];
  readonly #counts = { heard: 0, duplicates: 0, refused: 0, unknown: 0, caughtUp: 0 };

  constructor(options: TwitchEventsOptions) {
    this.#options = options;
  }

  async initialize(context: ComponentContext): Promise<void> {
    const token = await this.#options.tokens.current();
    if (!token.ok) throw token.error;
    const { channel } = this.#options.api;
    if (!channel) {
      throw new Fault('twitch.not-connected', 'Twitch events are waiting for the Twitch API.', {
        kind: 'dependency',
      });
    }
    const url = (await this.#options.readUrl?.()) ?? twitchEventsUrl;
    this.#moveTo({ url, channelId: channel.id });
    const window = new ReleaseWindow<TwitchEvent>(context.clock, (event) =>
      this.#emit(context, event, false),
    );
    const early = Promise.withResolvers<never>();
    // Handled in the race below; the promise stays pending on a connection that never loses its link.
    early.promise.catch(() => undefined);
    let ready = false;
    const session = new EventSession({
      url: withKeepalive(url),
      clock: context.clock,
      signal: context.signal,
      onFrame: (frame) => this.#onFrame(context, window, frame, end),
      onUnreadable: () => (this.#counts.refused += 1),
      onMoved: () => void context.events.emit(twitchEventsMoved({})),
      onEnded: (fault) => end(fault),
    });
    const end = (fault: Fault): void => {
      if (this.#session !== session) return;
      if (ready) this.#lost(context, session, fault);
      else early.reject(fault);
    };
    context.scope.defer('release window', () => window[Symbol.dispose]());
    context.scope.defer('event session', () => session.close());
    this.#session = session;
    this.#window = window;

    const { sessionId } = await session.open();
    this.#condition(context, 'Connected', 'true', 'Welcomed', 'Twitch events are connected.');
    const subscribed = await Promise.race([
      this.#subscribe(sessionId, channel.id, token.value.userId),
      early.promise,
    ]);
    this.#judge(context, subscribed);
    ready = true;
    const check = new SessionCheck({
      api: this.#options.api,
      session,
      clock: context.clock,
      expected: () => this.#subscribed,
      onForgotten: (types) => end(sessionForgotten(types.map(wordsOf))),
    });
    this.#check = check;
    this.#rate = new MessageRate(context.clock);
    context.events.on(systemWoke, () => check.now());
    const to = `Twitch events: ${this.#subscribed.length} of ${eventTypes.length} event types`;
    context.events.emit(bridgeConnected({ platform: 'twitch', channel: channel.login }, { to }));
    this.#settleGap(context);
  }

  cleanup(context: ComponentContext): void {
    this.#window?.flush();
    // A manual stop is a gap too: events meanwhile are missed.
    if (this.#subscribed.length > 0) this.#noteGap(context.clock.now(), 'they were stopped.');
    this.#session = null;
    this.#window = null;
    this.#check = null;
    this.#rate = null;
    this.#subscribed = [];
  }

  async getHealth(): Promise<readonly ConditionInput[]> {
    await this.#check?.whenDue();
    const socket = this.#session?.socket;
    if (!socket || socket.deadAfterMs === null) return [];
    const silentMs = Math.round(socket.silentMs);
    const alive = silentMs <= socket.deadAfterMs;
    return [
      {
        type: 'Answering',
        status: alive ? 'true' : 'false',
        reason: alive ? 'Heard' : 'Silent',
        message: alive
          ? `The last message from Twitch events arrived ${Math.round(silentMs / 1_000)} s ago.`
          : `Twitch events have been silent for ${Math.round(silentMs / 1_000)} s.`,
      },
    ];
  }

  hears(type: string): boolean {
    return this.#subscribed.includes(type);
  }

  getStatus(): JsonObject {
    return {
      subscriptions: this.#subscribed,
      sessionMoves: this.#session?.moves ?? 0,
      silentMs: this.#session ? this.#session.socket.silentMs : null,
      confirmedAgeMs: this.#check?.ageMs ?? null,
      ...this.#counts,
    };
  }

  getFact(): string | null {
    if (!this.#session || this.#subscribed.length === 0) return null;
    return `${this.#subscribed.length} event types`;
  }

  getMetrics(): readonly MetricReading[] {
    return [
      { name: 'eventsPerMinute', unit: '1/min', value: this.#rate?.perMinute ?? null },
      { name: 'silentMs', unit: 'ms', value: this.#session?.socket.silentMs ?? null },
    ];
  }

  /** Resets the state of another channel: nothing was missed in a channel that was never connected. */
  #moveTo(place: { readonly url: string; readonly channelId: string }): void {
    if (this.#place?.url === place.url && this.#place.channelId === place.channelId) return;
    this.#place = place;
    this.#seen = new SeenKeys(rememberedKeys);
    this.#gap = null;
    this.#listenedUntil = null;
  }

  async #subscribe(sessionId: string, channelId: string, accountId: string): Promise<readonly Subscribed[]> {
    return Promise.all(
      eventTypes.map(async (type): Promise<Subscribed> => {
        const made = await this.#options.api.subscribeToEvents({
          type: type.type,
          version: type.version,
          condition: type.condition(channelId, accountId),
          sessionId,
        });
        const fault = made.ok || made.error.code === 'twitch.exists-already' ? null : made.error;
        return { type, fault };
      }),
    );
  }

  /**
   * Handles refused subscriptions: a final refusal is a missing event type, a transient one fails this
   * connection.
   */
  #judge(context: ComponentContext, subscribed: readonly Subscribed[]): void {
    const passing = subscribed.find(({ fault }) => fault !== null && fault.code !== 'twitch.not-permitted');
    if (passing?.fault) throw passing.fault;
    const denied = subscribed.filter(({ fault }) => fault !== null);
    if (denied.length === subscribed.length) throw nothingAllowed();
    this.#subscribed = subscribed.filter(({ fault }) => fault === null).map(({ type }) => type.type);
    if (denied.length === 0) {
      this.#condition(context, 'Subscribed', 'true', 'AllEnabled', 'All event types are subscribed.');
      return;
    }
    context.setCondition({
      type: 'Subscribed',
      status: 'false',
      severity: 'degraded',
      reason: 'NotPermitted',
      message: `This account isn’t allowed to receive ${denied.map(({ type }) => type.what).join(', ')}. Sign in again as the channel’s owner and allow everything.`,
    });
  }

  #onFrame(
    context: ComponentContext,
    window: ReleaseWindow<TwitchEvent>,
    frame: EventFrame,
    end: (fault: Fault) => void,
  ): void {
    switch (frame.kind) {
      case 'notification': {
        if (!this.#seen.add(`message:${frame.messageId}`)) {
          this.#counts.duplicates += 1;
          return;
        }
        const type = eventTypes.find((each) => each.type === frame.type);
        const event = type?.read(frame.event);
        if (event) window.add(frame.at, event);
        else if (type) this.#refuse(context, type);
        else this.#counts.unknown += 1;
        break;
      }
      case 'revocation':
        this.#revoked(context, frame, end);
        break;
      case 'unknown':
        this.#counts.unknown += 1;
        break;
      case 'keepalive':
      case 'welcome':
      case 'reconnect':
        break;
    }
  }

  #refuse(context: ComponentContext, type: EventType): void {
    this.#counts.refused += 1;
    context.logger.warning('A Twitch event had an unexpected shape and was dropped', {
      type: type.type,
    });
  }

  #revoked(
    context: ComponentContext,
    frame: Extract<EventFrame, { kind: 'revocation' }>,
    end: (fault: Fault) => void,
  ): void {
    if (frame.status === 'authorization_revoked') {
      this.#options.onRevoked?.();
      end(eventsRevoked(frame.status));
      return;
    }
    this.#subscribed = this.#subscribed.filter((type) => type !== frame.type);
    const revoked = twitchSubscriptionRevoked(
      { type: frame.type, status: frame.status.slice(0, 60) },
      { what: wordsOf(frame.type) },
    );
    context.setCondition({
      type: 'Subscribed',
      status: 'false',
      severity: 'degraded',
      reason: 'Revoked',
      message: `${revoked.message} Restart Twitch events to subscribe again.`,
    });
    context.events.emit(revoked);
  }

  #emit(context: ComponentContext, event: TwitchEvent, caughtUp: boolean): boolean {
    if (event.key !== null && !this.#seen.add(event.key)) {
      this.#counts.duplicates += 1;
      return false;
    }
    this.#counts[caughtUp ? 'caughtUp' : 'heard'] += 1;
    if (!caughtUp) this.#rate?.count();
    context.events.emit(event.draft(caughtUp));
    return true;
  }

  #lost(context: ComponentContext, session: EventSession, fault: Fault): void {
    this.#window?.flush();
    this.#noteGap(context.clock.now() - session.socket.silentMs, fault.message);
    this.#subscribed = [];
    this.#session = null;
    this.#check = null;
    const reason = fault.kind === 'transient' ? 'LinkLost' : 'Revoked';
    this.#condition(context, 'Connected', 'false', reason, fault.message);
    const isStopping = context.signal.aborted;
    // Reports to the core first, so that the journal records this fault as the outage's cause.
    context.fail(fault);
    if (isStopping) return;
    const { code, message } = fault;
    context.events.emit(
      bridgeLinkLost({ platform: 'twitch', code, since: context.clock.now() }, { reason: message }),
    );
  }

  /** Records the first cause of an outage; later causes belong to the same outage. */
  #noteGap(from: number, cause: string): void {
    this.#gap ??= { from: Math.max(from, this.#listenedUntil ?? from), cause };
  }

  #settleGap(context: ComponentContext): void {
    const gap = this.#gap;
    const { missed } = this.#options;
    this.#gap = null;
    this.#listenedUntil = context.clock.now();
    if (!missed) return;
    const work = gap ? this.#catchUp(context, gap, missed) : missed.remember();
    work.catch((thrown: unknown) => context.logger.error('Missed Twitch events couldn’t be read', thrown));
  }

  async #catchUp(context: ComponentContext, gap: EventGap, missed: MissedTwitchEvents): Promise<void> {
    const emit = (event: TwitchEvent): boolean => this.#emit(context, event, true);
    const place = this.#place;
    const done = await catchUp({ gap, missed, context, emit });
    // The next connection catches up on both gaps, from the earlier start.
    if (!done && this.#place === place) this.#gap = { from: gap.from, cause: gap.cause };
  }

  #condition(
    context: ComponentContext,
    type: string,
    status: 'true' | 'false',
    reason: string,
    message: string,
  ): void {
    context.setCondition({ type, status, reason, message });
  }
}

/**
 * Creates the bridge to Twitch's EventSub over a WebSocket. Each connection creates one session and its
 * subscriptions; the core retries.
 */
export const createTwitchEvents = (options: TwitchEventsOptions): TwitchEventsBridge =>
  new TwitchEvents(options);
