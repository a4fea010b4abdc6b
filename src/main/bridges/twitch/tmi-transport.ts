import type { Client } from 'tmi.js';
import { WebSocket } from 'ws';
import { err, Fault, frameText, ok, type Clock, type Result } from '#shared/kernel/index.ts';
import type { Logger } from '#core/logger.ts';
import { refusedUpgrade, unreachable } from '../twitch-http/index.ts';
import { faultOfSocketError } from './faults.ts';
import { unescapeTagValue, type IrcMessage } from './irc-message.ts';
import type { ChatTransport, TransportListener, TransportOptions } from './transport.ts';

/**
 * tmi.js 1.8.5 speaks the protocol; the socket is ours. Left to itself the library takes the runtime's own WebSocket,
 * which cannot be cut when the other side is silent, throws out of its message handler on a binary frame or a NOTICE
 * without text, and reconnects by itself after RECONNECT. So its `_openConnection` is replaced and lines are handed
 * to it one at a time. The library is frozen at this version, and the shape is checked when it is loaded.
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
/** A frame above this ends the connection; a line above the second limit is refused and the connection lives on. */
const maxFrameBytes = 4 * 1_024 * 1_024;
const maxLineLength = 64 * 1_024;

/** What tmi.js's `raw_message` event hands over, checked: the library is no reason to trust a line. */
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
        // Its own keep-alive waits 70 s and closes politely; the bridge has a quicker one.
        if (client.pingLoop) clearInterval(client.pingLoop);
        return undefined;
      },
      // The socket's own error says more than the library's "Connection closed.": wait for that one.
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
      this.#settle(unreachable('The connection was given up before it began.'));
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
    if (socket.readyState === WebSocket.CLOSED) this.#settle(unreachable('The link is closed.'));
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
      throw new Fault('twitch.library-changed', 'This version of tmi.js has another shape than 1.8.5.', {
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
      const fault = problem ?? unreachable(`${this.#host} closed the link (code ${code}).`);
      if (this.#settle(fault)) listener.onClosed(fault);
    });
  }

  #receive(client: OpenTmiClient, listener: TransportListener, line: string): void {
    if (line === '' || this.#socket?.readyState !== WebSocket.OPEN) return;
    if (line.length > maxLineLength) {
      listener.onUnreadable('line-too-long');
      return;
    }
    // Answered by the owner with a new life; tmi.js would start a second connection behind its back.
    if (/^(?:@\S* +)?(?::\S+ +)?RECONNECT\b/.test(line)) {
      listener.onLine({ tags: new Map(), prefix: 'tmi.twitch.tv', command: 'RECONNECT', params: [] });
      return;
    }
    try {
      client._onMessage({ data: line });
    } catch (thrown) {
      // The raw message was handed on before the library tripped over it, so nothing is lost but its own bookkeeping.
      this.#logger.debug('tmi.js tripped over a line', { problem: String(thrown) });
    }
  }

  /** Remembers why it ended; false when that was known already. */
  #settle(fault: Fault): boolean {
    if (this.#closed) return false;
    this.#closed = fault;
    this.#whenClosed.resolve(fault);
    return true;
  }
}

/** A transport over tmi.js, fresh for one life. */
export const createTmiTransport = (options: TransportOptions, clock: Clock, logger: Logger): ChatTransport =>
  new TmiTransport(options, clock, logger);
