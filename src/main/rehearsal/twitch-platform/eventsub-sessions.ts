import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { Clock, IdSource, RandomSource } from '#shared/kernel/index.ts';
import { Delivery } from '../delivery.ts';
import type { PlatformSwitches } from './platform-server-faults.ts';

/** Milliseconds that Twitch allows for the first subscription, and for the move to a reconnect address. */
export const subscriptionWindowMs = 10_000;
const reconnectWindowMs = 30_000;

export interface PlatformSubscription {
  readonly id: string;
  readonly type: string;
  readonly version: string;
  readonly condition: Readonly<Record<string, string>>;
  readonly createdAt: string;
  status: string;
  cost: number;
}

export interface SessionOptions {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly ids: IdSource;
  readonly switches: PlatformSwitches;
  readonly keepaliveSeconds: number;
  readonly socket: WebSocket;
  readonly tcp: Socket;
  /** The session whose subscriptions this connection inherits. */
  readonly inherits: EventSubSession | null;
  readonly onEnded: (session: EventSubSession) => void;
}

/** One WebSocket of EventSub: its welcome, its keepalives and its subscriptions. */
export class EventSubSession {
  readonly id: string;
  readonly subscriptions: PlatformSubscription[] = [];
  readonly #options: SessionOptions;
  readonly #timers = new Set<Disposable>();
  readonly #delivery: Delivery<string | Uint8Array>;
  #keepalive: Disposable | null = null;
  #frozen = false;
  #handedOver = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#delivery = new Delivery({
      clock: options.clock,
      random: options.random,
      faults: options.switches.delivery,
      write: (frame) => this.#write(frame),
    });
    this.id = options.inherits?.id ?? `session-${options.ids.next()}`;
    options.socket.on('message', () => this.close(4001));
    options.socket.on('close', () => {
      this.dispose();
      options.onEnded(this);
    });
    // A dropped connection also emits `close`, and needs no other handling here.
    options.socket.on('error', () => undefined);
    if (options.switches.withholdWelcome) return;
    this.#send('session_welcome', {
      session: {
        id: this.id,
        status: 'connected',
        keepalive_timeout_seconds: options.keepaliveSeconds,
        reconnect_url: null,
        recovery_url: null,
        connected_at: new Date(options.clock.now()).toISOString(),
      },
    });
    if (options.inherits) {
      this.subscriptions.push(...options.inherits.subscriptions);
      options.inherits.handOver();
    } else {
      this.#later(subscriptionWindowMs, () => {
        if (this.subscriptions.length === 0) this.close(4003);
      });
    }
    this.#armKeepalive();
  }

  get live(): boolean {
    return !this.#handedOver && this.#options.socket.readyState === WebSocket.OPEN;
  }

  /** Sends a notification under one message id, as many times as the faults demand. */
  notify(subscription: PlatformSubscription, event: unknown, timestamp: string, messageId: string): void {
    for (let delivery = 0; delivery < this.#options.switches.deliveries; delivery += 1) {
      this.#send(
        'notification',
        { subscription: this.#describe(subscription), event },
        {
          message_id: messageId,
          message_timestamp: timestamp,
          subscription_type: subscription.type,
          subscription_version: subscription.version,
        },
      );
    }
    this.#armKeepalive();
  }

  revoke(subscription: PlatformSubscription, status: string): void {
    subscription.status = status;
    this.subscriptions.splice(this.subscriptions.indexOf(subscription), 1);
    this.#send(
      'revocation',
      { subscription: this.#describe(subscription) },
      { subscription_type: subscription.type, subscription_version: subscription.version },
    );
  }

  requestReconnect(url: string): void {
    this.#send('session_reconnect', {
      session: {
        id: this.id,
        status: 'reconnecting',
        keepalive_timeout_seconds: null,
        reconnect_url: url,
        connected_at: new Date(this.#options.clock.now()).toISOString(),
      },
    });
    this.#later(reconnectWindowMs, () => this.close(4004));
  }

  /** Ends the notifications here: a newer connection has inherited the subscriptions. */
  handOver(): void {
    this.#handedOver = true;
  }

  sendRaw(frame: string | Uint8Array): void {
    this.#delivery.send(frame);
  }

  #write(frame: string | Uint8Array): void {
    if (!this.#frozen && this.#options.socket.readyState === WebSocket.OPEN) this.#options.socket.send(frame);
  }

  freeze(): void {
    this.#frozen = true;
    this.#options.socket.pause();
  }

  reset(): void {
    this.#options.tcp.resetAndDestroy();
  }

  close(code: number): void {
    this.#options.socket.close(code);
  }

  dispose(): void {
    for (const timer of this.#timers) timer[Symbol.dispose]();
    this.#timers.clear();
    this.#delivery[Symbol.dispose]();
    this.#keepalive?.[Symbol.dispose]();
    this.#options.socket.terminate();
  }

  #describe(subscription: PlatformSubscription): object {
    return {
      id: subscription.id,
      status: subscription.status,
      type: subscription.type,
      version: subscription.version,
      cost: subscription.cost,
      condition: subscription.condition,
      transport: { method: 'websocket', session_id: this.id },
      created_at: subscription.createdAt,
    };
  }

  #send(type: string, payload: unknown, metadata: Readonly<Record<string, string>> = {}): void {
    const frame = JSON.stringify({
      metadata: {
        message_id: this.#options.ids.next(),
        message_type: type,
        message_timestamp: new Date(this.#options.clock.now()).toISOString(),
        ...metadata,
      },
      payload,
    });
    if (type === 'notification') this.#delivery.sendEvent(frame);
    else this.#delivery.send(frame);
  }

  #armKeepalive(): void {
    this.#keepalive?.[Symbol.dispose]();
    this.#keepalive = this.#options.clock.setTimeout(() => {
      if (!this.#options.switches.withholdKeepalive) this.#send('session_keepalive', {});
      this.#armKeepalive();
    }, this.#options.keepaliveSeconds * 1_000);
  }

  #later(delayMs: number, run: () => void): void {
    const timer = this.#options.clock.setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, delayMs);
    this.#timers.add(timer);
  }
}
