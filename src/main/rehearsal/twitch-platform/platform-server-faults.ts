import { createDeliveryFaults, type DeliveryFaults } from '../delivery.ts';

/**
 * Switches for the faults of the Twitch platform. Everything starts off; resetting a switch clears the fault.
 */
export interface PlatformSwitches {
  /** True while every new connection is dropped, WebSockets included. */
  refuseConnections: boolean;
  /** HTTP status that replaces every response of Helix; null for none. */
  failHelix: number | null;
  /** HTTP status that replaces the responses to token refreshes and device polls. Validation still works. */
  failTokens: number | null;
  /** HTTP status that replaces the responses to validations; 401 is that of a revoked token. */
  failValidation: number | null;
  /** True while every request gets a web page, as from a hotel's network before a sign-in. */
  captivePortal: boolean;
  /** Number of device code polls that are answered with "slow down". */
  slowDownPolls: number;
  /** True while WebSockets are accepted but get no welcome message. */
  withholdWelcome: boolean;
  /** True while no keepalives are sent. */
  withholdKeepalive: boolean;
  /** Milliseconds before subscription requests are answered. */
  subscriptionDelayMs: number;
  /** Number of times that each notification is sent. */
  deliveries: number;
  /** Delivery of EventSub frames to a client. Notifications are its events. */
  readonly delivery: DeliveryFaults;
  /** Milliseconds by which the timestamps of Twitch's messages are off. */
  clockOffsetMs: number;
  /** True while reconnect messages name an address where nothing answers. */
  deadReconnectUrl: boolean;
  /** Reason for which messages are neither sent nor kept; the response contains it. Null delivers them. */
  dropReason: { readonly code: string; readonly message: string } | null;
}

/** Creates a new set of switches, all off. */
export const createPlatformSwitches = (): PlatformSwitches => ({
  refuseConnections: false,
  failHelix: null,
  failTokens: null,
  failValidation: null,
  captivePortal: false,
  slowDownPolls: 0,
  withholdWelcome: false,
  withholdKeepalive: false,
  subscriptionDelayMs: 0,
  deliveries: 1,
  delivery: createDeliveryFaults(),
  clockOffsetMs: 0,
  deadReconnectUrl: false,
  dropReason: null,
});

/** The switches and the one-time faults. */
export interface PlatformFaults extends PlatformSwitches {
  /** Revokes the account's authorization: its tokens become invalid, and EventSub reports it. */
  revokeAuthorization(): void;
  /** Invalidates the access tokens issued so far. The refresh tokens still work. */
  expireAccessTokens(): void;
  /** Invalidates the refresh tokens issued so far. */
  expireRefreshTokens(): void;
  /** Sends `session_reconnect` to every client. The old connections end after 30 s. */
  requestReconnect(): void;
  /** Closes every WebSocket with this code. */
  closeSockets(code: number): void;
  /** Resets every TCP connection. */
  resetSockets(): void;
  /** Freezes the open WebSockets: they carry nothing but stay open. */
  freezeSockets(): void;
  /** Sends this frame unchanged to every client. */
  sendRaw(frame: string | Uint8Array): void;
  /** Revokes the subscriptions of this type, with this status. */
  revokeSubscriptions(type: string, status: string): void;
  /** Deletes all subscriptions without notice. The WebSockets stay open and their keepalives continue. */
  forgetSubscriptions(): void;
  /** Uses up the rate limit for `resetInMs` milliseconds. */
  exhaustRateLimit(resetInMs: number): void;
}
