import { createDeliveryFaults, type DeliveryFaults } from '../delivery.ts';

/** What goes wrong, on purpose. Everything starts off; set it back to make the fault go away. */
export interface PlatformSwitches {
  /** Cuts every new connection, WebSockets included. */
  refuseConnections: boolean;
  /** Answers every call of Helix with this status instead of what was asked for. */
  failHelix: number | null;
  /** Answers refreshes and device polls with this status. Validation goes on. */
  failTokens: number | null;
  /** Answers validations with this status; 401 is what a revoked token gets. */
  failValidation: number | null;
  /** Answers every call with a web page, as a hotel's network does before one has signed in there. */
  captivePortal: boolean;
  /** The next so many polls of a device code are told to slow down. */
  slowDownPolls: number;
  /** Takes a WebSocket and never welcomes it. */
  withholdWelcome: boolean;
  /** Sends no keepalive any more. */
  withholdKeepalive: boolean;
  /** Takes subscriptions and answers them only after this many milliseconds. */
  subscriptionDelayMs: number;
  /** Sends every notification this many times. */
  deliveries: number;
  /** How what EventSub sends reaches a client; notifications are its events. */
  readonly delivery: DeliveryFaults;
  /** How far the instants are off that Twitch writes on what it tells, milliseconds. */
  clockOffsetMs: number;
  /** Tells reconnecting clients an address at which nobody answers. */
  deadReconnectUrl: boolean;
  /** What is sent is neither sent nor kept, and the answer says why. */
  dropReason: { readonly code: string; readonly message: string } | null;
}

/** A fresh set of switches, all off. */
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

/** The switches, and the accidents that happen once. */
export interface PlatformFaults extends PlatformSwitches {
  /** The account took its permission back: its tokens are void, and EventSub says so. */
  revokeAuthorization(): void;
  /** The access tokens given out so far are refused; the refresh tokens still work. */
  expireAccessTokens(): void;
  /** The refresh tokens given out so far are refused. */
  expireRefreshTokens(): void;
  /** Sends `session_reconnect` to everybody. The old connection ends after 30 s. */
  requestReconnect(): void;
  /** Closes everybody's WebSocket with this code. */
  closeSockets(code: number): void;
  /** Resets everybody's TCP connection. */
  resetSockets(): void;
  /** The WebSockets open now carry nothing any more and stay open. */
  freezeSockets(): void;
  /** Sends this frame to everybody as it is. */
  sendRaw(frame: string | Uint8Array): void;
  /** Takes the subscriptions of this type back, with this status. */
  revokeSubscriptions(type: string, status: string): void;
  /** Loses all subscriptions without a word; the WebSockets stay open and their keepalives go on. */
  forgetSubscriptions(): void;
  /** Empties the rate-limit bucket until `resetInMs` from now. */
  exhaustRateLimit(resetInMs: number): void;
}
