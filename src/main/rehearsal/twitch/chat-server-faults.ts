import { createDeliveryFaults, type DeliveryFaults } from '../delivery.ts';

/** Switches for the faults of Twitch chat. Everything starts off; resetting a switch clears the fault. */
export interface TwitchFaults {
  /** Drops every new connection before the upgrade, or answers it with this HTTP status. */
  refuseConnections: false | 'cut' | number;
  /** True while connections are accepted but get no greeting. */
  withholdWelcome: boolean;
  /** True while JOINs are accepted but not confirmed. */
  withholdJoin: boolean;
  /** True while PINGs are not answered. */
  withholdPong: boolean;
  /** True while messages are neither confirmed, refused nor passed on, as Twitch treats filtered messages. */
  dropMessages: boolean;
  /** True while every sign-in with a token is refused, as after a revocation. */
  refuseSignIns: boolean;
  /** Delivery of lines to a client. Chat lines and notices of the channel are its events. */
  readonly delivery: DeliveryFaults;
  /** Milliseconds by which the server's timestamps on lines are off. */
  clockOffsetMs: number;
  /** Freezes the open connections: they carry nothing in either direction but stay open. */
  freezeConnections(): void;
  /** Sends half a frame of a chat line to every client and resets the TCP connections. */
  resetMidLine(): void;
  /** Sends RECONNECT to every client, and closes the connections after `graceMs`. */
  requestReconnect(graceMs?: number): void;
  /** Removes every client from the channel. The connections stay open. */
  takeOutOfChannel(): void;
  /** Closes every connection with this WebSocket code. */
  closeConnections(code: number): void;
  /** Sends this frame unchanged to every client in the channel, as a text frame or a binary one. */
  sendRaw(frame: string | Uint8Array): void;
  /** Answers our next message with this NOTICE instead of a confirmation. */
  refuseNextMessage(msgId: string, text: string): void;
}

export type FaultSwitches = Pick<
  TwitchFaults,
  | 'refuseConnections'
  | 'withholdWelcome'
  | 'withholdJoin'
  | 'withholdPong'
  | 'dropMessages'
  | 'refuseSignIns'
  | 'delivery'
  | 'clockOffsetMs'
> & { nextRefusal: { readonly msgId: string; readonly text: string } | null };

/** The switches alone, which the sessions read at each line. */
export const createFaultSwitches = (): FaultSwitches => ({
  refuseConnections: false,
  withholdWelcome: false,
  withholdJoin: false,
  withholdPong: false,
  dropMessages: false,
  refuseSignIns: false,
  delivery: createDeliveryFaults(),
  clockOffsetMs: 0,
  nextRefusal: null,
});
