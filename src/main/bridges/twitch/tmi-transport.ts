import type { Client } from 'tmi.js';
import { WebSocket } from 'ws';
import { err, Fault, frameText, ok, type Clock, type Result } from '#shared/kernel/index.ts';
import type { Logger } from '#core/logger.ts';
import { refusedUpgrade, unreachable } from '../twitch-http/index.ts';
import { faultOfSocketError } from './chat-faults.ts';
import { unescapeTagValue, type IrcMessage } from './irc-message.ts';
import type { ChatTransport, TransportListener, TransportOptions } from './chat-transport.ts';

/**
 * tmi.js 1.8.5 implements the protocol; the socket is ours. By default the library uses the runtime's own
 * WebSocket, which cannot be cut when the other side is silent. It also throws out of its message handler on
 * a binary frame or a NOTICE without text, and reconnects on its own after RECONNECT. Therefore its
 * `_openConnection` is replaced, and it receives lines one at a time. The library is pinned to this version,
 * and its shape is checked when it is loaded.
 */
interface TmiInternals {
  ws: WebSocket | null;
  pingLoop: NodeJS.Timeout | null;
  _openConnection(): void;
  _onOpen(): void;
  _onMessage(event: { data: string }): void;
  _onClose(): void;
}
type OpenTmiClient = Client & TmiInternals;

const isOpenTmiClient = (client: Client): client is OpenTmiClient =>
  (['_openConnection', '_onOpen', '_onMessage', '_onClose'] as const).every(
    (name) => typeof Reflect.get(client, name) === 'function',
  ) && Reflect.has(client, 'ws');

const handshakeTimeoutMs = 10_000;
/**
 * A larger frame ends the connection. A line above the second limit is refused, and the connection continues.
 */
const maxFrameBytes = 4 * 1_024 * 1_024;
const maxLineLength = 64 * 1_024;

/** Validates the argument of tmi.js's `raw_message` event; the library doesn't make a line trustworthy. */
const ircMessageOf = (raw: Readonly<Record<string, unknown>>): IrcMessage | undefined => {
  const { command, params, prefix, tags } = raw;
  if (typeof command !== 'string' || command === '' || !Array.isArray(params)) return undefined;
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(typeof tags === 'object' && tags !== null ? tags : {})) {
    values.set(name, typeof value === 'string' ? unescapeTagValue(value) : '');
  }
  return {
    tags: values,
    prefix: typeof prefix === 'string' ? prefix : null,
    command,
    params: params.map(String),
  };
};

class TmiTransport implements ChatTransport {
  readonly #options: TransportOptions;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #host: string;
  #socket: WebSocket | null = null;
  #closed: Fault | null = null;
  readonly #whenClosed = Promise.withResolvers<Fault>();

  constructor(options: TransportOptions, clock: Clock, logger: Logger) {
    this.#options = options;
    this.#clock = clock;
    this.#logger = logger;
    this.#host = new URL(options.url).hostname;
  }

  async open(listener: TransportListener): Promise<Result<void, Fault>> {
    const client = await this.#createClient();
    if (this.#closed) return err(this.#closed);
    client.on('raw_message', (raw) => {
      const message = ircMessageOf(raw);
      if (message) listener.onLine(message);
      else listener.onUnreadable('unreadable');
    });
    client._openConnection = () => this.#openSocket(client, listener);
    const welcomed = client.connect().then(
      () => {
        // The library's keepalive waits 70 s and closes with a handshake; the bridge's is quicker.
        if (client.pingLoop) clearInterval(client.pingLoop);
        return undefined;
      },
      // The socket's own error is more specific than the library's "Connection closed.", so this waits for
      // it.
      () => this.#whenClosed.promise,
    );
    const fault = await Promise.race([welcomed, this.#whenClosed.promise]);
    return fault ? err(fault) : ok(undefined);
  }

  write(line: string): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(line);
    return true;
  }

  async close(graceMs: number): Promise<void> {
    const socket = this.#socket;
    if (!socket) {
      this.#settle(unreachable('The connection was cancelled before it started.'));
      return;
    }
    if (socket.readyState === WebSocket.OPEN && graceMs > 0) {
      const cut = this.#clock.setTimeout(() => socket.terminate(), graceMs);
      socket.close(1000);
      await this.#whenClosed.promise;
      cut[Symbol.dispose]();
      return;
    }
    socket.terminate();
    if (socket.readyState === WebSocket.CLOSED) this.#settle(unreachable('The connection is closed.'));
    await this.#whenClosed.promise;
  }

  async #createClient(): Promise<OpenTmiClient> {
    const { default: tmi } = await import('tmi.js');
    const url = new URL(this.#options.url);
    const quiet = (message: string): void => this.#logger.debug('tmi.js', { said: message.slice(0, 300) });
    const { identity } = this.#options;
    const client = new tmi.Client({
      options: { skipMembership: true, skipUpdatingEmotesets: true, joinInterval: 300 },
      connection: {
        server: url.hostname,
        port: Number(url.port) || (url.protocol === 'wss:' ? 443 : 80),
        secure: url.protocol === 'wss:',
        reconnect: false,
      },
      channels: [this.#options.channel],
      logger: { info: quiet, warn: quiet, error: quiet },
      ...(identity ? { identity: { username: identity.login, password: identity.token } } : {}),
    });
    if (!isOpenTmiClient(client)) {
      throw new Fault('twitch.library-changed', 'This version of tmi.js differs from 1.8.5.', {
        kind: 'defect',
      });
    }
    return client;
  }

  #openSocket(client: OpenTmiClient, listener: TransportListener): void {
    const socket = new WebSocket(this.#options.url, 'irc', {
      handshakeTimeout: handshakeTimeoutMs,
      maxPayload: maxFrameBytes,
      perMessageDeflate: false,
      followRedirects: false,
    });
    this.#socket = socket;
    client.ws = socket;
    let problem: Fault | null = null;
    socket.on('open', () => client._onOpen());
    socket.on('unexpected-response', (request, response) => {
      problem = refusedUpgrade(response.statusCode ?? 0, this.#host);
      request.destroy();
      socket.terminate();
    });
    socket.on('error', (error) => {
      problem ??= faultOfSocketError(error, this.#host);
    });
    socket.on('message', (data, isBinary) => {
      const text = isBinary ? null : frameText(data);
      if (text === null) listener.onUnreadable('unreadable');
      else for (const line of text.split('\r\n')) this.#receive(client, listener, line);
    });
    socket.on('close', (code) => {
      client._onClose();
      const fault = problem ?? unreachable(`${this.#host} closed the connection (code ${code}).`);
      if (this.#settle(fault)) listener.onClosed(fault);
    });
  }

  #receive(client: OpenTmiClient, listener: TransportListener, line: string): void {
    if (line === '' || this.#socket?.readyState !== WebSocket.OPEN) return;
    if (line.length > maxLineLength) {
      listener.onUnreadable('line-too-long');
      return;
    }
    // The owner answers with a new connection; tmi.js would open a second connection on its own.
    if (/^(?:@\S* +)?(?::\S+ +)?RECONNECT\b/.test(line)) {
      listener.onLine({ tags: new Map(), prefix: 'tmi.twitch.tv', command: 'RECONNECT', params: [] });
      return;
    }
    try {
      client._onMessage({ data: line });
    } catch (thrown) {
      // The raw message was already delivered before the library threw, so only its own bookkeeping is lost.
      this.#logger.debug('tmi.js threw while reading a line', { problem: String(thrown) });
    }
  }

  /** Records the reason of the end; returns false when it was already known. */
  #settle(fault: Fault): boolean {
    if (this.#closed) return false;
    this.#closed = fault;
    this.#whenClosed.resolve(fault);
    return true;
  }
}

/** Creates a transport over tmi.js for one connection. */
export const createTmiTransport = (options: TransportOptions, clock: Clock, logger: Logger): ChatTransport =>
  new TmiTransport(options, clock, logger);
