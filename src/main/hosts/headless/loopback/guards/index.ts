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
 * Everything that stands between the machine's other programs and pages and this server. Handed in as one value, so that a
 * test can take one guard out and show that its attack then gets through.
 */
export const loopbackGuards = {
  /** Rule 1. The literal address of this machine alone: not a name, and not every address. */
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
  /** Rule 8. Milliseconds for the head and for the whole of a request, so that nobody holds a place by trickling. */
  headersTimeoutMs: 5_000,
  requestTimeoutMs: 10_000,
  maxConnections: 64,
  /** Rule 8. A few bytes of compressed zeros must not become gigabytes. */
  compressesFrames: false,
};
export type LoopbackGuards = typeof loopbackGuards;
