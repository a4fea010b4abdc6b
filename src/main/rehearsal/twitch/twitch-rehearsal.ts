import type { Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { type Clock, type IdSource, type RandomSource, Emitter } from '#shared/kernel/index.ts';
import { Scope } from '#shared/kernel/scope.ts';
import { createWrongClock } from '../delivery.ts';
import { LoopbackServer, loopbackHost, twitchPortTaken } from '../loopback-server.ts';
import type { CastMember, TwitchRehearsal } from '../platform-ports.ts';
import { ChannelRoom } from './channel-room.ts';
import { ClientSession, type SessionHost } from './client-session.ts';
import { createFaultSwitches, type FaultSwitches, type TwitchFaults } from './chat-server-faults.ts';
import { AccountLimits } from './message-limits.ts';

export interface TwitchRehearsalOptions {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly ids: IdSource;
  /** The port; 0 or absent takes a free port. */
  readonly port?: number;
  /** The roles of our account in the channel; by default a moderator. */
  readonly accountRoles?: CastMember['roles'];
  /** Returns the owner of a login and token beyond the default account; null for nobody. */
  readonly accountOf?: (login: string, token: string) => CastMember | null;
  /** Returns true for a banned or timed-out viewer, whose lines nobody sees. */
  readonly isSilenced?: (login: string) => boolean;
}

/** The simulated Twitch chat, with controls for scenarios, tests and drills. */
export interface TwitchRehearsalServer extends TwitchRehearsal {
  readonly faults: TwitchFaults;
  /** Sends a viewer's line and returns its id. */
  say(
    member: CastMember,
    text: string,
    options?: { readonly replyTo?: string; readonly firstMessage?: boolean },
  ): string;
  raid(member: CastMember, viewers: number): void;
  subscribe(member: CastMember, months: number, text?: string): void;
  clearChat(): void;
  /** Announces a timeout; null seconds is a ban. */
  timeOut(login: string, seconds: number | null): void;
  /** Deletes a message. Returns false when there is none with this id. */
  deleteMessage(id: string): boolean;
  /**
   * Changes a chat mode, named as in ROOMSTATE: `slow`, `emote-only`, `followers-only`, `subs-only` or `r9k`.
   */
  setRoomMode(name: string, value: string): void;
  /** Returns the logins of the connections in the channel. */
  joined(): readonly string[];
  /** Number of connections accepted so far. */
  connectionCount(): number;
}

const channelName = 'lantern_cove_rehearsal';
const accountLogin = 'cuelight_helper';

const createToken = (random: RandomSource): string =>
  Array.from({ length: 30 }, () => Math.floor(random.next() * 36).toString(36)).join('');

/** Starts the simulated Twitch chat on loopback. Rejects with a fault when the port is taken. */
export const createTwitchRehearsal = async (
  options: TwitchRehearsalOptions,
): Promise<TwitchRehearsalServer> => {
  const { clock, ids, random } = options;
  const scope = new Scope('twitch rehearsal');
  const switches = createFaultSwitches();
  const room = new ChannelRoom(
    channelName,
    createWrongClock(clock, () => switches.clockOffsetMs),
    ids,
  );
  const account = {
    login: accountLogin,
    displayName: 'Cuelight_Helper',
    color: '#8A63D2',
    roles: options.accountRoles ?? ['moderator'],
  } satisfies CastMember;
  const token = createToken(random);
  const limits = new Map<string, AccountLimits>();
  const sessions = new Set<ClientSession>();
  const ownListeners = new Emitter<[text: string]>();
  let connections = 0;

  const broadcast = (line: string, except?: ClientSession): void =>
    toJoined(sessions, (session) => {
      if (session !== except) session.sendEvent(line);
    });

  const sessionHost: SessionHost = {
    clock,
    random,
    room,
    switches,
    accountOf: (login, given) =>
      login === account.login && given === token ? account : (options.accountOf?.(login, given) ?? null),
    limitsOf: (login) => {
      const known = limits.get(login) ?? new AccountLimits(clock);
      limits.set(login, known);
      return known;
    },
    broadcast,
    onOwnMessage: (text) => {
      ownListeners.emit(text);
    },
  };

  const server = new LoopbackServer();
  const upgrades = acceptClients(server, switches, (webSocket, socket) => {
    connections += 1;
    const session = new ClientSession(sessionHost, webSocket, socket);
    sessions.add(session);
    webSocket.on('close', () => {
      sessions.delete(session);
      session[Symbol.dispose]();
    });
  });
  const port = await server.listen(options.port ?? 0, twitchPortTaken(options.port ?? 0));
  scope.defer('server', async () => {
    for (const session of sessions) session[Symbol.dispose]();
    upgrades.close();
    await server.close();
  });

  const faults = createFaults(switches, sessions);

  return {
    chatUrl: `ws://${loopbackHost}:${port}`,
    channel: channelName,
    account: { login: account.login, token },
    faults,
    say: (member, text, sayOptions) => {
      const said = room.message(member, text, sayOptions);
      if (!options.isSilenced?.(member.login)) broadcast(said.line);
      return said.id;
    },
    onOwnMessage: (listener) => ownListeners.on(listener),
    raid: (member, viewers) => broadcast(room.raid(member, viewers)),
    subscribe: (member, months, text) => broadcast(room.subscription(member, months, text)),
    clearChat: () => broadcast(room.clear()),
    timeOut: (login, seconds) => broadcast(room.timeOut(login, seconds)),
    deleteMessage: (id) => {
      const author = room.authorOf(id);
      if (author) broadcast(room.deletion(id, author));
      return author !== null;
    },
    setRoomMode: (name, value) => broadcast(room.setMode(name, value)),
    joined: () => [...sessions].filter((session) => session.joined).map((session) => session.login),
    connectionCount: () => connections,
    [Symbol.asyncDispose]: async () => {
      await scope.close();
    },
  };
};

const toJoined = (sessions: ReadonlySet<ClientSession>, act: (session: ClientSession) => void): void => {
  for (const session of sessions) if (session.joined) act(session);
};

/** Passes on each new client, unless an active fault keeps clients out. */
const acceptClients = (
  { http }: LoopbackServer,
  switches: FaultSwitches,
  onClient: (webSocket: WebSocket, socket: Socket) => void,
): WebSocketServer => {
  const upgrades = new WebSocketServer({ noServer: true, maxPayload: 64 * 1_024, perMessageDeflate: false });
  http.on('request', (_request, response) => response.writeHead(426).end('Upgrade Required'));
  http.on('connection', (socket: Socket) => {
    if (switches.refuseConnections === 'cut') socket.destroy();
  });
  http.on('upgrade', (request, socket, head) => {
    if (typeof switches.refuseConnections === 'number') {
      socket.end(
        `HTTP/1.1 ${switches.refuseConnections} Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
      );
      return;
    }
    upgrades.handleUpgrade(request, socket, head, (webSocket) => onClient(webSocket, request.socket));
  });
  return upgrades;
};

/** Adds the one-time faults to the switches. */
const createFaults = (switches: FaultSwitches, sessions: ReadonlySet<ClientSession>): TwitchFaults => {
  return Object.assign(switches, {
    freezeConnections: () => {
      for (const session of sessions) session.freeze();
    },
    resetMidLine: () => {
      for (const session of sessions) session.resetMidLine();
    },
    requestReconnect: (graceMs = 2_000) => {
      for (const session of sessions) {
        session.send(':tmi.twitch.tv RECONNECT');
        session.closeAfter(graceMs);
      }
    },
    takeOutOfChannel: () => toJoined(sessions, (session) => session.part()),
    closeConnections: (code: number) => {
      for (const session of sessions) session.close(code);
    },
    sendRaw: (frame: string | Uint8Array) => toJoined(sessions, (session) => session.sendFrame(frame)),
    refuseNextMessage: (msgId: string, text: string) => {
      switches.nextRefusal = { msgId, text };
    },
  });
};
