import { RPCLink } from '@orpc/client/websocket';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { ConnectFailure, Connection, Transport } from './transport.ts';

/** The browser APIs that the transport uses, injected so that tests need no browser. */
export interface SocketSurroundings {
  /** `http://127.0.0.1:4321` */
  readonly origin: string;
  readonly clock: Clock;
  fetch(url: string, init: RequestInit): Promise<Response>;
  openSocket(url: string): WebSocket;
  /** Removes the link's token from the address bar and returns it; null when there is none. */
  takeToken(): string | null;
  readonly session: { read(): string | null; write(value: string): void; clear(): void };
}

const REQUEST_LIMIT_MS = 10_000;
/** The value of `WebSocket.OPEN`, which tests do not have. */
const OPEN = 1;

const unreachable = (message: string): Result<never, ConnectFailure> => err({ kind: 'unreachable', message });
const needsLink = (message: string): Result<never, ConnectFailure> => err({ kind: 'needs-link', message });

const stringField = (body: unknown, name: string): string | null => {
  const value: unknown =
    typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : null;
};

/** Posts JSON and returns one string from the answer. A refusal (401, 403) requires a new link. */
const exchange = async (
  surroundings: SocketSurroundings,
  request: { path: string; body: unknown; bearer?: string; field: string; refused: string },
  signal: AbortSignal,
): Promise<Result<string, ConnectFailure>> => {
  try {
    const response = await surroundings.fetch(surroundings.origin + request.path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(request.bearer === undefined ? {} : { authorization: `Bearer ${request.bearer}` }),
      },
      body: JSON.stringify(request.body),
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_LIMIT_MS)]),
    });
    if (response.status === 401 || response.status === 403) return needsLink(request.refused);
    if (!response.ok) return unreachable(`Cuelight answered with status ${response.status}.`);
    const value = stringField(await response.json(), request.field);
    return value === null ? unreachable('Cuelight gave an answer that this page does not know.') : ok(value);
  } catch {
    return unreachable('Cuelight does not answer at this address.');
  }
};

type LinkSocket = Pick<WebSocket, 'addEventListener' | 'removeEventListener' | 'send' | 'readyState'>;

/**
 * Adapts the socket to oRPC. When the connection ends, oRPC cancels every stream with a message that cannot
 * be delivered, and throws where no listener exists. The adapter drops these messages: the host cancels a
 * connection's streams itself.
 */
export const forLink = (socket: WebSocket): LinkSocket => ({
  addEventListener: socket.addEventListener.bind(socket),
  removeEventListener: socket.removeEventListener.bind(socket),
  send: (data) => {
    if (socket.readyState === OPEN) socket.send(data);
  },
  get readyState() {
    return socket.readyState < OPEN ? socket.readyState : OPEN;
  },
});

const readySocket = (
  surroundings: SocketSurroundings,
  ticket: string,
  signal: AbortSignal,
): Promise<Result<Connection, ConnectFailure>> =>
  new Promise((resolve) => {
    const socket = surroundings.openSocket(`${surroundings.origin.replace(/^http/, 'ws')}/socket`);
    // Some browsers never finish connecting, so the attempt has its own limit.
    const timer = surroundings.clock.setTimeout(
      () => fail('Cuelight did not open the socket in 10 s.'),
      REQUEST_LIMIT_MS,
    );
    const closed = new Promise<string>((over) => {
      socket.addEventListener('close', () => over('Cuelight closed the connection.'), { once: true });
    });
    const settle = (result: Result<Connection, ConnectFailure>): void => {
      timer[Symbol.dispose]();
      signal.removeEventListener('abort', onAbort);
      socket.removeEventListener('open', onOpen);
      socket.removeEventListener('message', onMessage);
      resolve(result);
    };
    const fail = (message: string): void => {
      settle(unreachable(message));
      socket.close();
    };
    const onAbort = (): void => fail('The attempt was given up.');
    const onOpen = (): void => socket.send(JSON.stringify({ ticket }));
    const onMessage = (event: MessageEvent<unknown>): void => {
      let ready = false;
      try {
        const greeting: unknown = JSON.parse(String(event.data));
        ready =
          typeof greeting === 'object' && greeting !== null && 'ready' in greeting && greeting.ready === true;
      } catch {
        ready = false;
      }
      if (!ready) {
        fail('Cuelight gave a greeting that this page does not know.');
        return;
      }
      settle(ok({ link: new RPCLink({ websocket: forLink(socket) }), closed, close: () => socket.close() }));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    socket.addEventListener('open', onOpen);
    socket.addEventListener('message', onMessage);
    void closed.then(fail);
  });

/**
 * Connects to the headless host. The page exchanges the link's token for a session, and the session for a
 * one-use ticket per connection. The ticket is the socket's first message. Tokens and sessions never appear
 * in a request's address.
 */
export const createSocketTransport = (surroundings: SocketSurroundings): Transport => ({
  connect: async (signal) => {
    const token = surroundings.takeToken();
    if (token !== null) {
      const session = await exchange(
        surroundings,
        {
          path: '/session',
          body: { token },
          field: 'session',
          refused: 'This link is from an earlier start of Cuelight.',
        },
        signal,
      );
      if (!session.ok) return session;
      surroundings.session.write(session.value);
    }
    const session = surroundings.session.read();
    if (session === null) return needsLink('This page was opened without its link.');
    const ticket = await exchange(
      surroundings,
      {
        path: '/session/ticket',
        body: {},
        bearer: session,
        field: 'ticket',
        refused: 'Cuelight was restarted and no longer knows this page.',
      },
      signal,
    );
    if (!ticket.ok) {
      if (ticket.error.kind === 'needs-link') surroundings.session.clear();
      return ticket;
    }
    return readySocket(surroundings, ticket.value, signal);
  },
});

const SESSION_KEY = 'cuelight.session';

/**
 * The real browser's APIs. Reads the token immediately and removes it from the address bar and the history.
 */
export const browserSurroundings = (page: Window, clock: Clock): SocketSurroundings => {
  let token = new URLSearchParams(page.location.hash.replace(/^#\/?\??/, '')).get('token');
  if (token !== null) page.history.replaceState(null, '', page.location.pathname + page.location.search);
  return {
    origin: page.location.origin,
    clock,
    fetch: (url, init) => page.fetch(url, init),
    openSocket: (url) => new WebSocket(url),
    takeToken: () => {
      const taken = token;
      token = null;
      return taken;
    },
    session: {
      read: () => page.sessionStorage.getItem(SESSION_KEY),
      write: (value) => page.sessionStorage.setItem(SESSION_KEY, value),
      clear: () => page.sessionStorage.removeItem(SESSION_KEY),
    },
  };
};

/** True for a page opened by a headless host's link, now or earlier in this tab. */
export const hasSocketLink = (page: Window): boolean =>
  /[#?&/]token=/.test(page.location.hash) || page.sessionStorage.getItem(SESSION_KEY) !== null;
