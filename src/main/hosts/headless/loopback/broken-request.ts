import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** The way to end a connection without a complete request. */
export type BrokenRequest =
  /**
   * Closes it silently. Browsers open connections in advance; an answer would be taken for that of the next
   * request.
   */
  { readonly end: 'silent' } | { readonly end: 'answer'; readonly status: string; readonly reason: string };

const silent: BrokenRequest = { end: 'silent' };
/** Error codes of a closed connection. */
const closedCodes = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT']);

/** Decides how to end a connection after Node's `clientError`. */
export const classifyBrokenRequest = (
  code: string | undefined,
  connection: {
    /** Bytes received on the connection. */
    readonly bytesRead: number;
    readonly writable: boolean;
    /** True while an earlier answer is being written, which another answer would corrupt. */
    readonly isAnswering: boolean;
  },
): BrokenRequest => {
  if (!connection.writable || connection.isAnswering || connection.bytesRead === 0) return silent;
  if (code !== undefined && closedCodes.has(code)) return silent;
  switch (code ?? 'none') {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { end: 'answer', status: '408 Request Timeout', reason: 'slow request' };
    case 'HPE_HEADER_OVERFLOW':
      return { end: 'answer', status: '431 Request Header Fields Too Large', reason: 'large headers' };
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return { end: 'answer', status: '413 Content Too Large', reason: 'large chunk extensions' };
    default:
      return { end: 'answer', status: '400 Bad Request', reason: 'not HTTP' };
  }
};

const answering = (response: ServerResponse | undefined): boolean =>
  response !== undefined && response.headersSent && !response.writableFinished;

/** Ends connections without a complete request, and reports refusals. */
export class BrokenRequests {
  readonly #refuse: (reason: string) => void;
  readonly #responses = new WeakMap<Duplex, ServerResponse>();

  constructor(refuse: (reason: string) => void) {
    this.#refuse = refuse;
  }

  /** Stores the current answer of a connection. */
  begin(socket: Duplex, response: ServerResponse): void {
    this.#responses.set(socket, response);
  }

  end(error: NodeJS.ErrnoException, socket: Duplex): void {
    const bytesRead = 'bytesRead' in socket && typeof socket.bytesRead === 'number' ? socket.bytesRead : 0;
    const isAnswering = answering(this.#responses.get(socket));
    const outcome = classifyBrokenRequest(error.code, { bytesRead, writable: socket.writable, isAnswering });
    if (outcome.end === 'silent') {
      socket.destroy();
      return;
    }
    this.#refuse(outcome.reason);
    const head = `HTTP/1.1 ${outcome.status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;
    // A client that does not close its end must not occupy a connection.
    socket.end(head, () => socket.destroy());
  }
}
