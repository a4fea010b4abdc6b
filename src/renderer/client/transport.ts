import type { Result } from '#shared/kernel/result.ts';
import type { RpcLink } from './cuelight-client.ts';

/** One live connection to the host. */
export interface Connection {
  readonly link: RpcLink;
  /** Resolves, and never rejects, when the connection is over, with a sentence that says why. */
  readonly closed: Promise<string>;
  close(): void;
}

/**
 * The reason for a failed connection.
 * - `unreachable`: nobody answers, or not in time: trying again can help.
 * - `needs-link`: the host answers but does not know this page: only a fresh link from a person helps.
 */
export interface ConnectFailure {
  readonly kind: 'unreachable' | 'needs-link';
  /** A sentence for people. */
  readonly message: string;
}

/** A way to reach the host. Each call of `connect` makes one attempt. */
export interface Transport {
  connect(signal: AbortSignal): Promise<Result<Connection, ConnectFailure>>;
}
