import type { BotPermissions } from './permissions.ts';

import { createDeliveryFaults, type DeliveryFaults } from '../delivery.ts';

/** The reply to an IDENTIFY instead of READY. */
type IdentifyRefusal =
  | { readonly kind: 'close'; readonly code: number }
  | { readonly kind: 'invalid-session' }
  | { readonly kind: 'silence' };

/** A refusal of REST requests, used up after `times` requests. */
export interface RestRefusal {
  readonly status: number;
  /** Refuses only requests whose path (after the version) contains this text; absent refuses all. */
  readonly path?: string;
  readonly method?: string;
  readonly times: number;
  /** The text of the response body in Discord's words: `{ message: 'Missing Access', code: 50001 }`. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Switches for the faults of Discord. Everything starts off; resetting a switch clears the fault. */
export interface DiscordFaults {
  /** True while heartbeats are ignored. Everything else works. */
  withholdHeartbeatAcks: boolean;
  /** Reply to each IDENTIFY instead of READY, while set. */
  identifyRefusal: IdentifyRefusal | null;
  /** True while every new connection, HTTP and gateway, is dropped before the first byte of a reply. */
  refuseConnections: boolean;
  /** True while gateway connections are accepted but get no HELLO. */
  withholdHello: boolean;
  /** True when the "Message Content Intent" switch of the Developer Portal is on. */
  messageContentIntentEnabled: boolean;
  /** Number of IDENTIFYs that `/gateway/bot` reports as left for today. */
  identifiesRemaining: number;
  /** True when the guild is down on Discord's side: it stays "unavailable" after READY. */
  guildUnavailable: boolean;
  /** True when the bot was invited with the scope `applications.commands`. */
  slashCommandsAllowed: boolean;
  /** Milliseconds before each REST response. */
  restLatencyMs: number;
  /** Delivery of gateway frames to a client. The dispatches of an open session are its events. */
  readonly delivery: DeliveryFaults;
  /** Milliseconds by which Discord's timestamps on messages are off. */
  clockOffsetMs: number;
  /** Freezes the open gateway connections: they carry nothing in either direction but stay open. */
  freezeLinks(): void;
  closeLinks(code: number, reason?: string): void;
  /** Drops the TCP connections of all gateway clients. */
  dropLinks(): void;
  /** Sends INVALID_SESSION, and deletes a session that is not `resumable`. */
  invalidateSessions(resumable: boolean): void;
  /** Sends RECONNECT, as Discord does before it moves a client to another server. */
  requestReconnect(): void;
  /** Sends these bytes unchanged to all identified clients, as a text or a binary frame. */
  sendRaw(frame: string | Uint8Array): void;
  /** Dispatches this payload with a proper sequence number, whatever it contains. */
  dispatchRaw(topic: unknown, data: unknown): void;
  refuseRest(refusal: RestRefusal): void;
  /** Answers the next `times` REST requests with 429. */
  rateLimitRest(limit: {
    readonly retryAfterMs: number;
    readonly global: boolean;
    readonly times: number;
  }): void;
  /** Sets the permissions of the bot in the stream's channel; by default it has all. */
  setBotPermissions(allowed: BotPermissions): void;
  /** Deletes the channel for good. */
  deleteChannel(): void;
  /** Removes the bot from the guild. */
  kickBot(): void;
}

/** The switches alone, which the servers read at each request. */
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
