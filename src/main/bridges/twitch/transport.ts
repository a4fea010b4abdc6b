import type { Fault, Result } from '#shared/kernel/index.ts';
import type { IrcMessage } from './irc-message.ts';

/** Who signs in. An anonymous reader has no token. */
export interface TwitchIdentity {
  readonly login: string;
  readonly token: string;
}

/** What a transport tells its owner. Called synchronously; must not throw. */
export interface TransportListener {
  onLine(message: IrcMessage): void;
  /** A line that could not be read; what was refused is only counted. */
  onUnreadable(reason: 'line-too-long' | 'unreadable'): void;
  /** The link is gone, whoever ended it. Called once, after which nothing else is. */
  onClosed(fault: Fault): void;
}

/**
 * One connection to Twitch chat, good for one life: it opens once, never reconnects, and hands on every line as it
 * came. Which library speaks underneath is nobody else's business.
 */
export interface ChatTransport {
  /** Resolves when the server has welcomed us (376); the listener hears everything from the first line on. */
  open(listener: TransportListener): Promise<Result<void, Fault>>;
  /** Writes one line. False when the link is not open. */
  write(line: string): boolean;
  /** Says goodbye, waits up to `graceMs` for the other side, and then cuts. Safe at any time. */
  close(graceMs: number): Promise<void>;
}

export interface TransportOptions {
  readonly url: string;
  readonly channel: string;
  readonly identity: TwitchIdentity | null;
}
