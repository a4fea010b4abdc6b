import type { Fault, Result } from '#shared/kernel/index.ts';
import type { IrcMessage } from './irc-message.ts';

/** The account that signs in. An anonymous reader has no token. */
export interface TwitchIdentity {
  readonly login: string;
  readonly token: string;
}

/** Callbacks of a transport. Called synchronously; must not throw. */
export interface TransportListener {
  onLine(message: IrcMessage): void;
  /** Reports a line that could not be read; refused lines are only counted. */
  onUnreadable(reason: 'line-too-long' | 'unreadable'): void;
  /** The link closed, from either side. Called once, as the last call. */
  onClosed(fault: Fault): void;
}

/**
 * One connection to Twitch chat: opens once, never reconnects, and delivers every line unchanged. Hides the
 * library that implements it.
 */
export interface ChatTransport {
  /**
   * Resolves when the server has welcomed us (376); the listener receives everything from the first line on.
   */
  open(listener: TransportListener): Promise<Result<void, Fault>>;
  /** Writes one line. Returns false when the link is not open. */
  write(line: string): boolean;
  /** Closes the link with a handshake of up to `graceMs`, then cuts it. Safe at any time. */
  close(graceMs: number): Promise<void>;
}

export interface TransportOptions {
  readonly url: string;
  readonly channel: string;
  readonly identity: TwitchIdentity | null;
}
