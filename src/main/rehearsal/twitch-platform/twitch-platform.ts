import type { Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { Emitter, type Clock, type IdSource, type RandomSource } from '#shared/kernel/index.ts';
import { Scope } from '#shared/kernel/scope.ts';
import { createWrongClock } from '../delivery.ts';
import { LoopbackServer, loopbackHost, twitchPortTaken } from '../loopback-server.ts';
import { EventSubHub } from './eventsub-hub.ts';
import type { PlatformChat } from './helix-call.ts';
import {
  createPlatformSwitches,
  type PlatformFaults,
  type PlatformSwitches,
} from './platform-server-faults.ts';
import { PlatformHttpServer, platformPathOf, type PlatformRequest } from './platform-http-server.ts';
import { createPlatformActions, type Person, type PlatformActions } from './platform-actions.ts';
import { RateBucket } from './rate-bucket.ts';
import { TokenStore } from './tokens.ts';
import { PlatformWorld } from './platform-world.ts';

export interface TwitchPlatformOptions {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly ids: IdSource;
  /** The port; 0 or absent takes a free port. */
  readonly port?: number;
  readonly broadcaster?: Person;
  /** The account that signs in; by default the broadcaster. */
  readonly account?: Person;
  /** The chat that shows messages, bans and deletions, if any. */
  readonly chat?: PlatformChat;
  /** Milliseconds until a device code is approved automatically. Absent, a test approves it. */
  readonly allowAfterMs?: number;
}

/**
 * The simulated Twitch besides chat: sign-in, Helix and EventSub, with controls for scenarios, tests and
 * drills.
 */
export interface TwitchPlatformServer extends AsyncDisposable {
  /** Base address of the sign-in: `http://127.0.0.1:PORT/oauth2`. */
  readonly authUrl: string;
  /** Base address of Helix: `http://127.0.0.1:PORT/helix`. */
  readonly apiUrl: string;
  /** Address of EventSub: `ws://127.0.0.1:PORT/eventsub/ws`. */
  readonly eventsUrl: string;
  readonly port: number;
  readonly clientId: string;
  readonly world: PlatformWorld;
  readonly tokens: TokenStore;
  readonly hub: EventSubHub;
  readonly faults: PlatformFaults;
  readonly acts: PlatformActions;
  readonly requests: readonly PlatformRequest[];
  /**
   * Approves or rejects a code, as a person on the activation page does. Returns false when there is no such
   * code.
   */
  activate(userCode: string, approve: boolean): boolean;
  /** Calls the listener for each message that one of our accounts sent through Helix. */
  onOwnMessage(listener: (text: string) => void): Disposable;
}

const clientId = 'cuelightrehearsalpublicclient';
const defaultBroadcaster: Person = { login: 'lantern_cove_rehearsal', displayName: 'Lantern_Cove' };

/**
 * Starts the web services of the simulated Twitch on loopback. Rejects with a fault when the port is taken.
 */
export const createTwitchPlatform = async (options: TwitchPlatformOptions): Promise<TwitchPlatformServer> => {
  const { ids, random } = options;
  const scope = new Scope('twitch platform rehearsal');
  const switches = createPlatformSwitches();
  const clock = createWrongClock(options.clock, () => switches.clockOffsetMs);
  const broadcaster = options.broadcaster ?? defaultBroadcaster;
  const world = new PlatformWorld({ clock, ids, broadcaster, account: options.account ?? broadcaster });
  const tokens = new TokenStore({ clock, random, ids, allowAfterMs: options.allowAfterMs ?? null });
  const hub = new EventSubHub({ clock, random, ids, switches });
  const bucket = new RateBucket(clock);
  const ownListeners = new Emitter<[text: string]>();
  const revokeAuthorization = (): void => {
    for (const token of tokens.issued) {
      token.accessVoid = true;
      token.refreshVoid = true;
    }
    hub.revoke(() => true, 'authorization_revoked');
  };
  const httpServer = new PlatformHttpServer({
    clock,
    clientId,
    world,
    tokens,
    hub,
    switches,
    bucket,
    onSent: (text) => {
      ownListeners.emit(text);
    },
    chat: options.chat ?? null,
    onRevoked: revokeAuthorization,
  });

  const server = new LoopbackServer();
  const upgrades = acceptClients(server, { httpServer, hub, switches });
  const port = await server.listen(options.port ?? 0, twitchPortTaken(options.port ?? 0));
  hub.socketUrl = `ws://${loopbackHost}:${port}/eventsub/ws`;
  httpServer.siteUrl = `http://${loopbackHost}:${port}`;
  scope.defer('server', async () => {
    hub.dispose();
    upgrades.close();
    await server.close();
  });

  const faults = createFaults({ switches, tokens, hub, bucket, revokeAuthorization });
  const acts = createPlatformActions({ clock, ids, world, hub });

  return {
    authUrl: `http://${loopbackHost}:${port}/oauth2`,
    apiUrl: `http://${loopbackHost}:${port}/helix`,
    eventsUrl: hub.socketUrl,
    port,
    clientId,
    world,
    tokens,
    hub,
    faults,
    acts,
    requests: httpServer.requests,
    activate: (userCode, approve) => {
      const grant = tokens.grants.find((each) => each.userCode === userCode && each.state === 'pending');
      if (!grant) return false;
      grant.state = approve ? 'approved' : 'denied';
      return true;
    },
    onOwnMessage: (listener) => ownListeners.on(listener),
    [Symbol.asyncDispose]: async () => {
      await scope.close();
    },
  };
};

/** Serves requests and EventSub sockets, unless an active fault keeps clients out. */
const acceptClients = (
  { http }: LoopbackServer,
  {
    httpServer,
    hub,
    switches,
  }: {
    readonly httpServer: PlatformHttpServer;
    readonly hub: EventSubHub;
    readonly switches: PlatformSwitches;
  },
): WebSocketServer => {
  const upgrades = new WebSocketServer({ noServer: true, maxPayload: 64 * 1_024, perMessageDeflate: false });
  http.on('request', (request, response) => void httpServer.handle(request, response));
  http.on('connection', (socket: Socket) => {
    if (switches.refuseConnections) socket.destroy();
  });
  http.on('upgrade', (request, socket, head) => {
    if (switches.captivePortal) {
      socket.end('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html></html>');
      return;
    }
    if (platformPathOf(request.url ?? '/').path !== 'eventsub/ws') {
      socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      return;
    }
    upgrades.handleUpgrade(request, socket, head, (webSocket) => hub.accept(webSocket, request));
  });
  return upgrades;
};

/** Adds the one-time faults to the switches. */
const createFaults = (platform: {
  readonly switches: PlatformSwitches;
  readonly tokens: TokenStore;
  readonly hub: EventSubHub;
  readonly bucket: RateBucket;
  readonly revokeAuthorization: () => void;
}): PlatformFaults => {
  const { switches, tokens, hub, bucket, revokeAuthorization } = platform;
  const toAll = (act: (session: EventSubHub['sessions'][number]) => void): void => {
    for (const session of hub.sessions) act(session);
  };
  return Object.assign(switches, {
    revokeAuthorization,
    expireAccessTokens: () => {
      for (const token of tokens.issued) token.accessVoid = true;
    },
    expireRefreshTokens: () => {
      for (const token of tokens.issued) token.refreshVoid = true;
    },
    requestReconnect: () => hub.requestReconnect(),
    closeSockets: (code: number) => toAll((session) => session.close(code)),
    resetSockets: () => toAll((session) => session.reset()),
    freezeSockets: () => toAll((session) => session.freeze()),
    sendRaw: (frame: string | Uint8Array) => toAll((session) => session.sendRaw(frame)),
    revokeSubscriptions: (type: string, status: string) =>
      hub.revoke((subscription) => subscription.type === type, status),
    forgetSubscriptions: () => toAll((session) => void session.subscriptions.splice(0)),
    exhaustRateLimit: (resetInMs: number) => bucket.exhaust(resetInMs),
  });
};
