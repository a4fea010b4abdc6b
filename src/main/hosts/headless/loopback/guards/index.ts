import { areTooManyAttempts } from './attempts.ts';
import { isJsonBody, maxBodyBytes } from './body.ts';
import { credentialOf } from './credential.ts';
import { isOwnFetchSite } from './fetch-site.ts';
import { isOwnHost } from './host.ts';
import { isOwnOrigin } from './origin.ts';
import { isPlainRequestLine } from './request-line.ts';
import { responseHeaders } from './response-headers.ts';
import { isTicketUsable } from './ticket.ts';
import { tokensEqual } from './token-compare.ts';

export { factsOf, type OwnAddress, type RequestFacts } from './request-facts.ts';
export { tokenPattern } from './credential.ts';
export { attemptWindowMs } from './attempts.ts';
export { ticketLifetimeMs } from './ticket.ts';

/**
 * All guards of the server against other programs and pages on this machine. They are one value, so that a
 * test can remove a guard and show that its attack then succeeds.
 */
export const loopbackGuards = {
  /** Rule 1. The literal loopback address: no name, and not every address. */
  bindAddress: '127.0.0.1',
  isOwnHost,
  isPlainRequestLine,
  isOwnOrigin,
  isOwnFetchSite,
  isJsonBody,
  credentialOf,
  tokensEqual,
  isTicketUsable,
  areTooManyAttempts,
  responseHeaders,
  /** Rule 8. Sockets open at once, bytes in one frame, and milliseconds to present a ticket. */
  maxSockets: 16,
  maxFrameBytes: maxBodyBytes,
  authenticationMs: 5_000,
  /**
   * Rule 8. Milliseconds for the head and for a whole request, so that a slow client cannot occupy a
   * connection.
   */
  headersTimeoutMs: 5_000,
  requestTimeoutMs: 10_000,
  maxConnections: 64,
  /** Rule 8. A few bytes of compressed zeros must not become gigabytes. */
  compressesFrames: false,
};
export type LoopbackGuards = typeof loopbackGuards;
