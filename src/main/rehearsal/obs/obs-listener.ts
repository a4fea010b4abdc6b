import { once } from 'node:events';
import { WebSocketServer, type WebSocket } from 'ws';
import { loopbackHost } from '../loopback-server.ts';
import { subprotocol } from './obs-protocol.ts';

const maxPayloadBytes = 1024 * 1024;

/** The port of the simulated OBS. It can be closed and reopened. */
export class ObsListener {
  readonly #onClient: (socket: WebSocket) => void;
  readonly #dropClients: () => void;
  #server: WebSocketServer | undefined;
  #port = 0;
  #turn: Promise<void> = Promise.resolve();

  constructor(options: {
    readonly onClient: (socket: WebSocket) => void;
    /** Called before the port is closed. */
    readonly dropClients: () => void;
  }) {
    this.#onClient = options.onClient;
    this.#dropClients = options.dropClients;
  }

  get port(): number {
    return this.#port;
  }

  /** Starts to listen; 0 takes any free port. */
  async start(port: number): Promise<void> {
    this.#server = await this.#listen(port);
    const address = this.#server.address();
    if (address === null || typeof address === 'string') {
      throw new TypeError('The server is not listening on a port');
    }
    this.#port = address.port;
  }

  /** Drops all clients and closes the port. */
  close(): Promise<void> {
    return this.#inTurn(async () => {
      const server = this.#server;
      this.#server = undefined;
      this.#dropClients();
      if (!server) return;
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    });
  }

  /** Listens again on the same port. */
  reopen(): Promise<void> {
    return this.#inTurn(async () => {
      this.#server ??= await this.#listen(this.#port);
    });
  }

  /**
   * Waits for the previous operation: a port cannot be opened while it is closing, or closed while it is
   * opening.
   */
  #inTurn(act: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(act, act);
    return this.#turn;
  }

  async #listen(port: number): Promise<WebSocketServer> {
    const server = new WebSocketServer({
      host: loopbackHost,
      port,
      maxPayload: maxPayloadBytes,
      handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
    });
    server.on('connection', this.#onClient);
    await once(server, 'listening');
    return server;
  }
}
