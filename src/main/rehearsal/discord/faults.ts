import type { BotPermissions } from './permissions.ts';

import { createDeliveryFaults, type DeliveryFaults } from '../delivery.ts';

/** What Discord answers to an IDENTIFY instead of READY. */
type IdentifyRefusal =
  | { readonly kind: 'close'; readonly code: number }
  | { readonly kind: 'invalid-session' }
  | { readonly kind: 'silence' };

/** A refusal of REST requests, used up after `times` of them. */
export interface RestRefusal {
  readonly status: number;
  /** Answers requests whose path (after the version) contains this; all when left out. */
  readonly path?: string;
  readonly method?: string;
  readonly times: number;
  /** What the body says, as Discord words it: `{ message: 'Missing Access', code: 50001 }`. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** What goes wrong, on purpose. Everything starts off; set it back to make the fault go away. */
export interface DiscordFaults {
  /** Answers no heartbeat while true; everything else goes on. */
  withholdHeartbeatAcks: boolean;
  /** Answers each IDENTIFY with this instead of READY while set. */
  identifyRefusal: IdentifyRefusal | null;
  /** Cuts every new connection, HTTP and gateway alike, before a byte is answered. */
  refuseConnections: boolean;
  /** Accepts gateway connections without ever saying HELLO. */
  withholdHello: boolean;
  /** Whether the "Message Content Intent" switch of the Developer Portal is on. */
  messageContentIntentEnabled: boolean;
  /** How many IDENTIFYs `/gateway/bot` says are left today. */
  identifiesRemaining: number;
  /** The guild is down on Discord's side: it stays "unavailable" after READY. */
  guildUnavailable: boolean;
  /** Whether the bot was invited with the scope `applications.commands`. */
  slashCommandsAllowed: boolean;
  /** Waits this long before each REST answer, milliseconds. */
  restLatencyMs: number;
  /** How what the gateway sends reaches a client; what is dispatched to an open session is its events. */
  readonly delivery: DeliveryFaults;
  /** How far the instants are off that Discord writes on messages, milliseconds. */
  clockOffsetMs: number;
  /** The gateway links that are open now carry nothing any more, in either direction, and stay open. */
  freezeLinks(): void;
  closeLinks(code: number, reason?: string): void;
  /** Cuts the TCP connections of all gateway links. */
  dropLinks(): void;
  /** Sends INVALID_SESSION; a session that is not `resumable` is forgotten. */
  invalidateSessions(resumable: boolean): void;
  /** Sends RECONNECT, as Discord does before it moves a client elsewhere. */
  requestReconnect(): void;
  /** Sends these bytes as they are to all identified links, as a text or a binary frame. */
  sendRaw(frame: string | Uint8Array): void;
  /** Dispatches this, properly numbered, whatever is in it. */
  dispatchRaw(topic: unknown, data: unknown): void;
  refuseRest(refusal: RestRefusal): void;
  /** The next `times` REST requests are answered 429. */
  rateLimitRest(limit: {
    readonly retryAfterMs: number;
    readonly global: boolean;
    readonly times: number;
  }): void;
  /** What the bot may do in the stream's channel from now on; everything by default. */
  setBotPermissions(allowed: BotPermissions): void;
  /** Deletes the channel for good. */
  deleteChannel(): void;
  /** Throws the bot out of the guild. */
  kickBot(): void;
}

/** The switches alone; the servers read them at each request. */
export type FaultSwitches = Pick<
  DiscordFaults,
  | 'withholdHeartbeatAcks'
  | 'identifyRefusal'
  | 'refuseConnections'
  | 'withholdHello'
  | 'messageContentIntentEnabled'
  | 'identifiesRemaining'
  | 'guildUnavailable'
  | 'slashCommandsAllowed'
  | 'restLatencyMs'
  | 'delivery'
  | 'clockOffsetMs'
>;

export const createFaultSwitches = (): FaultSwitches => ({
  withholdHeartbeatAcks: false,
  identifyRefusal: null,
  refuseConnections: false,
  withholdHello: false,
  messageContentIntentEnabled: true,
  identifiesRemaining: 1_000,
  guildUnavailable: false,
  slashCommandsAllowed: true,
  restLatencyMs: 0,
  delivery: createDeliveryFaults(),
  clockOffsetMs: 0,
});
