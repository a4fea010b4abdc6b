import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { WebSocket } from 'ws';
import type { Clock, IdSource, RandomSource } from '#shared/kernel/index.ts';
import { EventSubSession, type PlatformSubscription } from './eventsub-sessions.ts';
import type { PlatformEvent } from './event-payloads.ts';
import type { PlatformSwitches } from './platform-server-faults.ts';
import type { PlatformAnswer } from './oauth-routes.ts';
import { subscriptionScopes, versionOf } from './subscription-types.ts';
import type { IssuedToken } from './tokens.ts';

const leastKeepaliveSeconds = 10;
const mostKeepaliveSeconds = 600;
const mostSubscriptions = 300;

const requestSchema = z.object({
  type: z.string(),
  version: z.string(),
  condition: z.record(z.string(), z.string()),
  transport: z.object({ method: z.literal('websocket'), session_id: z.string() }),
});

const refused = (status: number, error: string, message: string): PlatformAnswer => ({
  status,
  body: { error, status, message },
});

/** All WebSockets of EventSub, with their subscriptions. */
export class EventSubHub {
  readonly #clock: Clock;
  readonly #random: RandomSource;
  readonly #ids: IdSource;
  readonly #switches: PlatformSwitches;
  readonly #sessions = new Set<EventSubSession>();
  /** The server's address, set once the server listens. */
  socketUrl = '';
  /** Number of WebSockets accepted so far. */
  connections = 0;
  /** Number of subscription requests so far, by type. */
  readonly asked: string[] = [];

  constructor(options: { clock: Clock; random: RandomSource; ids: IdSource; switches: PlatformSwitches }) {
    this.#clock = options.clock;
    this.#random = options.random;
    this.#ids = options.ids;
    this.#switches = options.switches;
  }

  get sessions(): readonly EventSubSession[] {
    return [...this.#sessions];
  }

  accept(socket: WebSocket, request: IncomingMessage): void {
    this.connections += 1;
    const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
    const wanted = Number(query.get('keepalive_timeout_seconds') ?? leastKeepaliveSeconds);
    const challenge = query.get('challenge');
    const inherits = this.sessions.find((session) => session.live && session.id === challenge) ?? null;
    if (challenge !== null && inherits === null) {
      socket.close(4007);
      return;
    }
    const session = new EventSubSession({
      clock: this.#clock,
      random: this.#random,
      ids: this.#ids,
      switches: this.#switches,
      keepaliveSeconds: Math.min(mostKeepaliveSeconds, Math.max(leastKeepaliveSeconds, wanted || 0)),
      socket,
      tcp: request.socket,
      inherits,
      onEnded: (ended) => this.#sessions.delete(ended),
    });
    this.#sessions.add(session);
  }

  subscribe(body: unknown, token: IssuedToken): PlatformAnswer {
    const wanted = requestSchema.safeParse(body);
    if (!wanted.success) return refused(400, 'Bad Request', 'The subscription is not valid.');
    const { type, version, condition, transport } = wanted.data;
    this.asked.push(type);
    const scopes = subscriptionScopes[type];
    if (!scopes || version !== versionOf(type))
      return refused(400, 'Bad Request', `There is no ${type} in version ${version}.`);
    if (scopes.length > 0 && !scopes.some((scope) => token.scopes.includes(scope)))
      return refused(403, 'Forbidden', 'subscription missing proper authorization');
    const session = this.sessions.find((each) => each.live && each.id === transport.session_id);
    if (!session)
      return refused(
        400,
        'Bad Request',
        'websocket transport session does not exist or has already disconnected',
      );
    const same = (each: PlatformSubscription): boolean =>
      each.type === type && JSON.stringify(each.condition) === JSON.stringify(condition);
    if (session.subscriptions.some(same)) return refused(409, 'Conflict', 'subscription already exists');
    if (session.subscriptions.length >= mostSubscriptions)
      return refused(429, 'Too Many Requests', 'number of websocket transports limit exceeded');
    const subscription: PlatformSubscription = {
      id: this.#ids.next(),
      type,
      version,
      condition,
      status: 'enabled',
      cost: 0,
      createdAt: new Date(this.#clock.now()).toISOString(),
    };
    session.subscriptions.push(subscription);
    return { status: 202, body: this.#describe([[session, subscription]]) };
  }

  unsubscribe(id: string): PlatformAnswer {
    for (const session of this.#sessions) {
      const index = session.subscriptions.findIndex((subscription) => subscription.id === id);
      if (index >= 0) {
        session.subscriptions.splice(index, 1);
        return { status: 204, body: null };
      }
    }
    return refused(404, 'Not Found', 'The subscription was not found.');
  }

  list(): PlatformAnswer {
    const all = this.sessions
      .filter((session) => session.live)
      .flatMap((session) => session.subscriptions.map((subscription) => [session, subscription] as const));
    return { status: 200, body: { ...this.#describe(all), pagination: {} } };
  }

  /** Notifies all subscribers and returns their number. `at` is the time of the event, by default now. */
  publish({ type, event }: PlatformEvent, at = this.#clock.now()): number {
    let count = 0;
    for (const session of this.#sessions) {
      if (!session.live) continue;
      for (const subscription of session.subscriptions) {
        if (subscription.type !== type) continue;
        session.notify(subscription, event, new Date(at).toISOString(), this.#ids.next());
        count += 1;
      }
    }
    return count;
  }

  revoke(matches: (subscription: PlatformSubscription) => boolean, status: string): void {
    for (const session of this.#sessions)
      for (const subscription of session.subscriptions.filter(matches)) session.revoke(subscription, status);
  }

  /** Asks every client to reconnect at another address, or at one where nothing answers. */
  requestReconnect(): void {
    for (const session of this.sessions) {
      session.requestReconnect(
        this.#switches.deadReconnectUrl
          ? `${this.socketUrl.replace(/:\d+/, ':1')}?challenge=${session.id}`
          : `${this.socketUrl}?challenge=${session.id}`,
      );
    }
  }

  dispose(): void {
    for (const session of this.#sessions) session.dispose();
  }

  #describe(all: readonly (readonly [EventSubSession, PlatformSubscription])[]): object {
    return {
      data: all.map(([session, subscription]) => ({
        id: subscription.id,
        status: subscription.status,
        type: subscription.type,
        version: subscription.version,
        condition: subscription.condition,
        created_at: subscription.createdAt,
        transport: { method: 'websocket', session_id: session.id, connected_at: subscription.createdAt },
        cost: subscription.cost,
      })),
      total: all.length,
      total_cost: 0,
      max_total_cost: 10,
    };
  }
}
