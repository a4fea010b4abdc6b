import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { Fault } from '#shared/kernel/index.ts';

export const loopbackHost = '127.0.0.1';

/** Returns the fault for a simulated Twitch whose port is taken. */
export const twitchPortTaken =
  (port: number) =>
  (cause: Error): Fault =>
    new Fault(
      'rehearsal.port-taken',
      `The simulated Twitch cannot listen on ${loopbackHost}:${port}. Choose another port.`,
      { kind: 'configuration', cause },
    );

/** An HTTP server on loopback that drops its open sockets when it closes. */
export class LoopbackServer {
  readonly http: Server = createServer();
  readonly #sockets = new Set<Socket>();

  constructor() {
    this.http.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  /** Listens and returns the port: `port`, or a free one for 0. Rejects with `portTaken`'s fault. */
  async listen(port: number, portTaken: (cause: Error) => Fault): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.http.once('error', (cause) => reject(portTaken(cause)));
      this.http.listen(port, loopbackHost, resolve);
    });
    const address = this.http.address();
    if (address === null || typeof address === 'string') {
      throw new TypeError('The server is not listening on a port');
    }
    return address.port;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.http.close(() => resolve());
    });
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
