import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { Fault, isolate, type Clock, type IdSource, type RandomSource } from '#shared/kernel/index.ts';
import { Scope } from '#shared/kernel/scope.ts';
import { createWrongClock } from '../delivery.ts';
import type { CastMember } from '../port.ts';
import * as payloads from './event-payloads.ts';
import { EventSubHub } from './eventsub-hub.ts';
import type { PlatformChat } from './helix-call.ts';
import { createPlatformSwitches, type PlatformFaults } from './faults.ts';
import { HttpDoor, platformPathOf, type PlatformRequest } from './http-door.ts';
import { RateBucket } from './rate-bucket.ts';
import { TokenOffice } from './tokens.ts';
import { PlatformWorld, type Redemption } from './world.ts';

type Person = Pick<CastMember, 'login' | 'displayName'>;

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

/** What people do in the channel, and what the pretended Twitch then knows and tells. */
export interface PlatformActs {
  follow(person: Person, at?: number): void;
  subscribe(person: Person, tier?: '1000' | '2000' | '3000'): void;
  resubscribe(person: Person, months: number, text: string): void;
  gift(person: Person | null, total: number): void;
  cheer(person: Person | null, bits: number, text: string): void;
  raid(person: Person, viewers: number): void;
  redeem(person: Person, rewardTitle: string, input?: string): Redemption;
  goLive(): void;
  goOffline(): void;
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

const host = '127.0.0.1';
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
  const ownListeners = new Set<(text: string) => void>();
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
      for (const listener of ownListeners) listener(text);
    },
    chat: options.chat ?? null,
    onRevoked: revokeAuthorization,
  });

  const http = createServer((request, response) => void door.handle(request, response));
  const upgrades = new WebSocketServer({ noServer: true, maxPayload: 64 * 1_024, perMessageDeflate: false });
  const sockets = new Set<Socket>();
  http.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
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
  await new Promise<void>((resolve, reject) => {
    http.once('error', (error) =>
      reject(
        new Fault(
          'rehearsal.port-taken',
          `The pretended Twitch cannot listen on ${host}:${options.port ?? 0}. Choose another port.`,
          { kind: 'configuration', cause: error },
        ),
      ),
    );
    http.listen(options.port ?? 0, host, resolve);
  });
  const address = http.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  hub.socketUrl = `ws://${host}:${port}/eventsub/ws`;
  door.siteUrl = `http://${host}:${port}`;
  scope.defer('server', async () => {
    hub.dispose();
    for (const socket of sockets) socket.destroy();
    upgrades.close();
    await new Promise<void>((resolve) => http.close(() => resolve()));
  });

  const toAll = (act: (session: EventSubHub['sessions'][number]) => void): void => {
    for (const session of hub.sessions) act(session);
  };
  const faults: PlatformFaults = Object.assign(switches, {
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

  const acts: PlatformActs = {
    follow: (person, at = clock.now()) => {
      const follower = { user: world.meet(person), followedAt: at };
      world.addFollower(follower);
      hub.publish(payloads.followEvent(world, follower), at);
    },
    subscribe: (person, tier = '1000') => {
      const subscriber = { user: world.meet(person), tier, gifter: null };
      world.addSubscriber(subscriber);
      hub.publish(payloads.subscribeEvent(world, subscriber));
    },
    resubscribe: (person, months, text) =>
      void hub.publish(payloads.resubscribeEvent(world, world.meet(person), months, text)),
    gift: (person, total) => void hub.publish(payloads.giftEvent(world, person && world.meet(person), total)),
    cheer: (person, bits, text) =>
      void hub.publish(payloads.cheerEvent(world, person && world.meet(person), bits, text)),
    raid: (person, viewers) => void hub.publish(payloads.raidEvent(world, world.meet(person), viewers)),
    redeem: (person, rewardTitle, input = '') => {
      const reward = world.rewards.find((each) => each.title === rewardTitle);
      if (!reward) throw new RangeError(`There is no reward "${isolate(rewardTitle)}" in the rehearsal.`);
      const redemption: Redemption = {
        id: ids.next(),
        user: world.meet(person),
        reward,
        input,
        redeemedAt: clock.now(),
        status: 'UNFULFILLED',
      };
      world.addRedemption(redemption);
      hub.publish(payloads.redemptionEvent(world, redemption));
      return redemption;
    },
    goLive: () => {
      world.liveSince = clock.now();
      hub.publish(payloads.streamOnlineEvent(world, ids.next(), world.liveSince));
    },
    goOffline: () => {
      world.liveSince = null;
      hub.publish(payloads.streamOfflineEvent(world));
    },
  };

  return {
    authUrl: `http://${host}:${port}/oauth2`,
    apiUrl: `http://${host}:${port}/helix`,
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
    onOwnMessage: (listener) => {
      ownListeners.add(listener);
      return { [Symbol.dispose]: () => void ownListeners.delete(listener) };
    },
    [Symbol.asyncDispose]: async () => {
      await scope.close();
    },
  };
};
