import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** The outcome of one connection on which no whole request arrived. */
export type BrokenRequest =
  /** A browser opens connections in advance and may never use them. An answer would be taken for that of its next request. */
  { readonly end: 'silent' } | { readonly end: 'answer'; readonly status: string; readonly reason: string };

const silent: BrokenRequest = { end: 'silent' };
/** Codes that mean that the other side is gone. */
const gone = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT']);

/** Decides how to end a connection after Node's `clientError`. */
export const judgeBrokenRequest = (
  code: string | undefined,
  connection: {
    /** Bytes that ever arrived on it. */
    readonly bytesRead: number;
    readonly writable: boolean;
    /** True while an answer to an earlier request is being written: anything else would corrupt it. */
    readonly isAnswering: boolean;
  },
): BrokenRequest => {
  if (!connection.writable || connection.isAnswering || connection.bytesRead === 0) return silent;
  if (code !== undefined && gone.has(code)) return silent;
  switch (code ?? 'none') {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { end: 'answer', status: '408 Request Timeout', reason: 'slow request' };
    case 'HPE_HEADER_OVERFLOW':
      return { end: 'answer', status: '431 Request Header Fields Too Large', reason: 'large headers' };
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return { end: 'answer', status: '413 Content Too Large', reason: 'large chunk extensions' };
    default:
      return { end: 'answer', status: '400 Bad Request', reason: 'no HTTP' };
  }
};

const answering = (response: ServerResponse | undefined): boolean =>
  response !== undefined && response.headersSent && !response.writableFinished;

/** Ends connections on which no whole request arrived, and counts those that were refused. */
export class BrokenRequests {
  readonly #refuse: (reason: string) => void;
  readonly #responses = new WeakMap<Duplex, ServerResponse>();

  constructor(refuse: (reason: string) => void) {
    this.#refuse = refuse;
  }

  /** Remembers the answer that a connection is about to carry. */
  begin(socket: Duplex, response: ServerResponse): void {
    this.#responses.set(socket, response);
  }

  end(error: NodeJS.ErrnoException, socket: Duplex): void {
    const bytesRead = 'bytesRead' in socket && typeof socket.bytesRead === 'number' ? socket.bytesRead : 0;
    const isAnswering = answering(this.#responses.get(socket));
    const judged = judgeBrokenRequest(error.code, { bytesRead, writable: socket.writable, isAnswering });
    if (judged.end === 'silent') {
      socket.destroy();
      return;
    }
    this.#refuse(judged.reason);
    const head = `HTTP/1.1 ${judged.status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;
    // Whoever does not close its end must not hold a place.
    socket.end(head, () => socket.destroy());
  }
}
