import { createDeliveryFaults, type DeliveryFaults } from '../delivery.ts';

/** What goes wrong, on purpose. Everything starts off; set it back to make the fault go away. */
export interface TwitchFaults {
  /** Cuts every new connection before the upgrade is answered, or answers it with this HTTP status. */
  refuseConnections: false | 'cut' | number;
  /** Takes the connection and never says a word. */
  withholdWelcome: boolean;
  /** Takes a JOIN and confirms nothing. */
  withholdJoin: boolean;
  /** Answers no PING. */
  withholdPong: boolean;
  /** Takes messages and neither confirms, refuses nor passes them on, as Twitch does with what its filters drop. */
  dropMessages: boolean;
  /** Refuses every sign-in with a token, as after it was revoked. */
  refuseSignIns: boolean;
  /** How what the server says reaches a client; chat lines and notices of the channel are its events. */
  readonly delivery: DeliveryFaults;
  /** How far the instants are off that the server writes on lines, milliseconds. */
  clockOffsetMs: number;
  /** The connections that are open now carry nothing any more, in either direction, and stay open. */
  freezeConnections(): void;
  /** Sends half a frame of a chat line to everybody and resets the TCP connections. */
  resetMidLine(): void;
  /** Sends RECONNECT to everybody, and closes their connections after `graceMs`. */
  requestReconnect(graceMs?: number): void;
  /** Takes everybody out of the channel; the connections stay open. */
  takeOutOfChannel(): void;
  /** Closes everybody's connection with this WebSocket code. */
  closeConnections(code: number): void;
  /** Sends this to everybody who joined, as it is: a text frame, or a binary one. */
  sendRaw(frame: string | Uint8Array): void;
  /** Answers the next message of ours with this NOTICE instead of a confirmation. */
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

/** The switches alone; the sessions read them at each line. */
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
