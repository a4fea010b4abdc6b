import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import { loopbackLocked, loopbackSocketsExhausted } from '#shared/catalogue/topics/host.ts';
import { err, Fault, ok, Scope, type Clock, type Result } from '#shared/kernel/index.ts';
import type { Gateway } from '#main/gateway/index.ts';
import type { Logger } from '#core/logger.ts';
import type { DockRegistry } from '../docks/dock-registry.ts';
import { Access, Sessions } from './access.ts';
import { BrokenRequests } from './broken-request.ts';
import { loopbackGuards, type LoopbackGuards, type OwnAddress } from './guards/index.ts';
import { HttpHandler } from './http-handler.ts';
import { RefusalLog } from './refusal-log.ts';
import { WebSocketAcceptor } from './websocket-acceptor.ts';
import { WindowFiles } from './window-files.ts';

export interface LoopbackServerOptions {
  readonly gateway: Gateway;
  /** Port to listen on; 0 for any free port. */
  readonly port: number;
  /** The built window. Only files that exist at the start are served. */
  readonly rendererDirectory: string;
  readonly ownerToken: string;
  readonly windowToken: string;
  /** The open sessions; by default the server has its own. */
  readonly sessions?: Sessions;
  readonly docks: DockRegistry;
  readonly clock: Clock;
  /** Returns unpredictable bytes, such as those of `node:crypto`. */
  readonly randomBytes: (size: number) => Uint8Array;
  readonly logger: Logger;
  /** Emits an event that matters for health. */
  readonly report: (draft: TopicDraft) => void;
  /** Trusted Types policies that the window's libraries create. */
  readonly trustedTypesPolicies?: readonly string[];
  readonly guards?: LoopbackGuards;
}

export interface LoopbackServer {
  /**
   * Starts listening on the given port and returns the address. Fails when the port is taken, without trying
   * another.
   */
  listen(): Promise<Result<OwnAddress, Fault>>;
  /** Closes every connection. Safe to call twice. */
  close(): Promise<readonly Fault[]>;
}

/**
 * Creates the server of the headless host for this machine only: the window's files, the contract and the
 * API.
 */
export const createLoopbackServer = (options: LoopbackServerOptions): LoopbackServer => {
  const { clock, gateway, logger, report, randomBytes } = options;
  const guards = options.guards ?? loopbackGuards;
  const scope = new Scope('loopback server');
  const address: { own: OwnAddress } = { own: { authority: '', origin: '' } };
  const own = (): OwnAddress => address.own;
  const refusals = new RefusalLog(logger, clock);
  const access = new Access({
    ...options,
    sessions: options.sessions ?? new Sessions(),
    guards,
    onLocked: (lockedForMs) => report(loopbackLocked({ lockedForMs })),
  });
  const http = new HttpHandler({
    gateway,
    access,
    guards,
    refusals,
    logger,
    randomBytes,
    own,
    files: new WindowFiles(options.rendererDirectory, logger),
    trustedTypesPolicies: options.trustedTypesPolicies ?? [],
  });
  const sockets = new WebSocketAcceptor({
    gateway,
    access,
    docks: options.docks,
    guards,
    clock,
    refusals,
    own,
    onFull: oncePerMinute(clock, (limit: number) => report(loopbackSocketsExhausted({ limit }))),
  });

  const server = createServer({
    headersTimeout: guards.headersTimeoutMs,
    requestTimeout: guards.requestTimeoutMs,
    connectionsCheckingInterval: 1_000,
    keepAliveTimeout: 5_000,
    maxHeaderSize: 8 * 1024,
    // The guard refuses a missing Host with the same empty answer as every other refusal.
    requireHostHeader: false,
  });
  server.maxConnections = guards.maxConnections;
  server.on('connection', (socket: Socket) => {
    if (access.locked) socket.destroy();
  });
  const broken = new BrokenRequests((reason) => refusals.refuse(reason));
  server.on('request', (request, response) => {
    broken.begin(request.socket, response);
    void http.handle(request, response);
  });
  server.on('upgrade', (request, stream, head) => sockets.upgrade(request, stream, head));
  server.on('clientError', (error, socket) => broken.end(error, socket));

  return {
    listen: async () => {
      const port = await listen(server, options.port, guards.bindAddress);
      if (!port.ok) return port;
      const authority = `127.0.0.1:${port.value}`;
      address.own = { authority, origin: `http://${authority}` };
      scope.defer('listener', () => endServer(server));
      scope.defer('sockets', () => sockets.close());
      return ok(address.own);
    },
    close: () => scope.close(),
  };
};

const listen = (server: Server, port: number, address: string): Promise<Result<number, Fault>> =>
  new Promise((resolve) => {
    const onError = (error: NodeJS.ErrnoException): void => resolve(err(faultOfListening(error, port)));
    server.once('error', onError);
    server.listen({ port, host: address, exclusive: true }, () => {
      server.off('error', onError);
      const bound = server.address();
      resolve(ok(typeof bound === 'object' && bound !== null ? bound.port : port));
    });
  });

const faultOfListening = (error: NodeJS.ErrnoException, port: number): Fault => {
  const fault = (reason: string, message: string): Fault =>
    new Fault(`loopback.${reason}`, message, { kind: 'configuration', cause: error });
  if (error.code === 'EADDRINUSE') {
    return fault(
      'port-taken',
      `The port ${port} on 127.0.0.1 is used by another program. Stop that program, or start Cuelight with --port N.`,
    );
  }
  if (error.code === 'EACCES') {
    return fault(
      'port-forbidden',
      `The system does not allow Cuelight to use port ${port}. Start it with --port N and N from 1024 to 65535.`,
    );
  }
  return fault('not-listening', `Cuelight cannot listen on port ${port} of 127.0.0.1: ${error.message}.`);
};

const endServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** Limits calls to one a minute. */
const oncePerMinute = <T>(clock: Clock, call: (value: T) => void): ((value: T) => void) => {
  let lastAt = -Infinity;
  return (value) => {
    if (clock.monotonic() - lastAt < 60_000) return;
    lastAt = clock.monotonic();
    call(value);
  };
};
