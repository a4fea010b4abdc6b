import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { z } from 'zod';
import { sleep, type Clock } from '#shared/kernel/index.ts';
import { channelOfWebSocket, type Gateway } from '#main/gateway/index.ts';
import type { DockRegistry } from '../docks/dock-registry.ts';
import type { Access } from './access.ts';
import { isTokenShaped } from './token.ts';
import { factsOf, type LoopbackGuards, type OwnAddress } from './guards/index.ts';
import type { RefusalLog } from './refusal-log.ts';

export interface WebSocketAcceptorOptions {
  readonly gateway: Gateway;
  readonly access: Access;
  readonly docks: DockRegistry;
  readonly guards: LoopbackGuards;
  readonly clock: Clock;
  readonly refusals: RefusalLog;
  readonly own: () => OwnAddress;
  /** Called when a socket is refused at the limit of open sockets. */
  readonly onFull: (limit: number) => void;
}

const refusal = 'HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';
const ticketMessageSchema = z.strictObject({ ticket: z.string().refine(isTokenShaped) });
/** Milliseconds between two pings of a socket; a missing pong closes it. */
const heartbeatMs = 30_000;
const closeGraceMs = 300;

/**
 * Accepts WebSockets of the own page: guards first, then a ticket as the first message, then the contract.
 */
export class WebSocketAcceptor {
  readonly #options: WebSocketAcceptorOptions;
  readonly #server: WebSocketServer;
  readonly #sockets = new Set<WebSocket>();

  constructor(options: WebSocketAcceptorOptions) {
    this.#options = options;
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: options.guards.maxFrameBytes,
      perMessageDeflate: options.guards.compressesFrames,
    });
  }

  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    stream.on('error', () => stream.destroy());
    const reason = this.#reasonToRefuse(request);
    if (reason !== null) {
      this.#options.refusals.refuse(reason);
      stream.end(refusal);
      return;
    }
    this.#server.handleUpgrade(request, stream, head, (socket) => this.#admit(socket));
  }

  /** Closes every socket, and terminates those that do not close in time. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.close(1001);
    if (this.#sockets.size > 0) await sleep(this.#options.clock, closeGraceMs);
    for (const socket of this.#sockets) socket.terminate();
    this.#server.close();
  }

  #reasonToRefuse(request: IncomingMessage): string | null {
    const { guards, own, access, onFull } = this.#options;
    const facts = factsOf(request);
    const address = own();
    if (access.locked) return 'locked';
    if (!guards.isPlainRequestLine(facts, address) || facts.method !== 'GET') return 'request line';
    if (!guards.isOwnHost(facts, address)) return 'host';
    if (!guards.isOwnFetchSite(facts, address)) return 'fetch site';
    if (!guards.isOwnOrigin(facts, address, 'required')) return 'origin';
    if (facts.target !== '/socket') return 'unknown path';
    if (this.#sockets.size < guards.maxSockets) return null;
    onFull(guards.maxSockets);
    return 'too many sockets';
  }

  #admit(socket: WebSocket): void {
    const { access, clock, gateway, guards, refusals } = this.#options;
    this.#sockets.add(socket);
    const deadline = clock.setTimeout(() => {
      refusals.refuse('no ticket in time');
      socket.terminate();
    }, guards.authenticationMs);
    socket.on('error', () => socket.terminate());
    socket.once('close', () => {
      deadline[Symbol.dispose]();
      this.#sockets.delete(socket);
    });
    socket.once('message', (data, isBinary) => {
      deadline[Symbol.dispose]();
      const ticket = isBinary || !Buffer.isBuffer(data) ? null : ticketOf(data.toString('utf8'));
      const identity = ticket === null ? null : access.redeemTicket(ticket);
      if (identity === null) {
        refusals.refuse('ticket');
        socket.close(1008);
        return;
      }
      gateway.serve(channelOfWebSocket(socket), identity);
      if (identity.dock !== null) this.#followDock(socket, identity.dock);
      this.#watch(socket);
      socket.send('{"ready":true}');
    });
  }

  /** Counts a dock's socket, and closes it when the dock is revoked. */
  #followDock(socket: WebSocket, dock: string): void {
    const { docks } = this.#options;
    const connection = docks.connect(dock);
    const revocation = docks.onRevoked((revoked) => {
      if (revoked === dock) socket.close(1008);
    });
    socket.once('close', () => {
      connection[Symbol.dispose]();
      revocation[Symbol.dispose]();
    });
  }

  #watch(socket: WebSocket): void {
    const pong = { received: true };
    socket.on('pong', () => {
      pong.received = true;
    });
    const heartbeat = this.#options.clock.setInterval(() => {
      if (!pong.received) socket.terminate();
      pong.received = false;
      if (socket.readyState === socket.OPEN) socket.ping();
    }, heartbeatMs);
    socket.once('close', () => heartbeat[Symbol.dispose]());
  }
}

const ticketOf = (message: string): string | null => {
  try {
    const parsed = ticketMessageSchema.safeParse(JSON.parse(message));
    return parsed.success ? parsed.data.ticket : null;
  } catch {
    return null;
  }
};
