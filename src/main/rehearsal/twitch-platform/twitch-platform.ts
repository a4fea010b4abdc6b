import type { Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { Emitter, type Clock, type IdSource, type RandomSource } from '#shared/kernel/index.ts';
import { Scope } from '#shared/kernel/scope.ts';
import { createWrongClock } from '../delivery.ts';
import { LoopbackServer, loopbackHost, twitchPortTaken } from '../loopback-server.ts';
import { EventSubHub } from './eventsub-hub.ts';
import type { PlatformChat } from './helix-call.ts';
import { createPlatformSwitches, type PlatformFaults, type PlatformSwitches } from './faults.ts';
import { HttpDoor, platformPathOf, type PlatformRequest } from './http-door.ts';
import { createPlatformActs, type Person, type PlatformActs } from './platform-acts.ts';
import { RateBucket } from './rate-bucket.ts';
import { TokenOffice } from './tokens.ts';
import { PlatformWorld } from './world.ts';

export interface TwitchPlatformOptions {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly ids: IdSource;
  /** 0, or left out, takes a free port. */
  readonly port?: number;
  readonly broadcaster?: Person;
  /** Who signs in; the broadcaster unless given. */
  readonly account?: Person;
  /** Where messages, bans and deletions are seen; nowhere unless given. */
  readonly chat?: PlatformChat;
  /** Allows a device code by itself so long after it was given out, milliseconds; a test does it otherwise. */
  readonly allowAfterMs?: number;
}

/** The pretended Twitch beside chat: sign-in, Helix and EventSub, with its strings showing. */
export interface TwitchPlatformServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT/oauth2`. */
  readonly authUrl: string;
  /** `http://127.0.0.1:PORT/helix`. */
  readonly apiUrl: string;
  /** `ws://127.0.0.1:PORT/eventsub/ws`. */
  readonly eventsUrl: string;
  readonly port: number;
  readonly clientId: string;
  readonly world: PlatformWorld;
  readonly tokens: TokenOffice;
  readonly hub: EventSubHub;
  readonly faults: PlatformFaults;
  readonly acts: PlatformActs;
  readonly requests: readonly PlatformRequest[];
  /** The person at the activation page says yes, or no, to this code. False when there is no such code. */
  activate(userCode: string, approve: boolean): boolean;
  /** Called for each message that one of our accounts sent by Helix. */
  onOwnMessage(listener: (text: string) => void): Disposable;
}

const clientId = 'cuelightrehearsalpublicclient';
const defaultBroadcaster: Person = { login: 'lantern_cove_rehearsal', displayName: 'Lantern_Cove' };

/** Starts the pretended Twitch's web side on loopback. Rejects with a fault when the port is taken. */
export const createTwitchPlatform = async (options: TwitchPlatformOptions): Promise<TwitchPlatformServer> => {
  const { ids, random } = options;
  const scope = new Scope('twitch platform rehearsal');
  const switches = createPlatformSwitches();
  const clock = createWrongClock(options.clock, () => switches.clockOffsetMs);
  const broadcaster = options.broadcaster ?? defaultBroadcaster;
  const world = new PlatformWorld({ clock, ids, broadcaster, account: options.account ?? broadcaster });
  const tokens = new TokenOffice({ clock, random, ids, allowAfterMs: options.allowAfterMs ?? null });
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
  const door = new HttpDoor({
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
  const upgrades = acceptClients(server, { door, hub, switches });
  const port = await server.listen(options.port ?? 0, twitchPortTaken(options.port ?? 0));
  hub.socketUrl = `ws://${loopbackHost}:${port}/eventsub/ws`;
  door.siteUrl = `http://${loopbackHost}:${port}`;
  scope.defer('server', async () => {
    hub.dispose();
    upgrades.close();
    await server.close();
  });

  const faults = createFaults({ switches, tokens, hub, bucket, revokeAuthorization });
  const acts = createPlatformActs({ clock, ids, world, hub });

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
    requests: door.requests,
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

/** Serves requests and EventSub sockets, unless a fault is switched on that keeps clients out. */
const acceptClients = (
  { http }: LoopbackServer,
  {
    door,
    hub,
    switches,
  }: {
    readonly door: HttpDoor;
    readonly hub: EventSubHub;
    readonly switches: PlatformSwitches;
  },
): WebSocketServer => {
  const upgrades = new WebSocketServer({ noServer: true, maxPayload: 64 * 1_024, perMessageDeflate: false });
  http.on('request', (request, response) => void door.handle(request, response));
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

/** Adds to the switches what breaks at once and for good. */
const createFaults = (platform: {
  readonly switches: PlatformSwitches;
  readonly tokens: TokenOffice;
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
