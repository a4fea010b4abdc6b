import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Clock, IdSource, RandomSource } from '#shared/kernel/index.ts';
import { Scope } from '#shared/kernel/scope.ts';
import { Delivery } from '../delivery.ts';
import type { FaultSwitches } from './discord-server-faults.ts';
import {
  gatewayCloses,
  gatewayOps,
  identifySchema,
  intentBits,
  knownIntents,
  parseFrame,
  resumeSchema,
} from './gateway-frames.ts';
import { GatewaySession } from './gateway-session.ts';
import { userPayload } from './payloads.ts';
import type { DiscordWorld } from './discord-world.ts';

const mostFramesPerMinute = 120;
/** Application flag that shows that the Message Content intent is on. */
const messageContentFlag = 1 << 19;

/** One connection of a client. */
interface Link {
  readonly socket: WebSocket;
  readonly version: string | null;
  readonly delivery: Delivery<string>;
  session: GatewaySession | null;
  frozen: boolean;
  lastHeartbeatAt: number;
  framesSince: number;
  frames: number;
}

export interface GatewayOptions {
  readonly world: DiscordWorld;
  readonly faults: FaultSwitches;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly ids: IdSource;
  readonly token: string;
  readonly url: () => string;
  readonly heartbeatIntervalMs: number;
}

const remember = (instants: number[], at: number): void => {
  instants.push(at);
  if (instants.length > 1_000) instants.shift();
};

/** The gateway: HELLO, IDENTIFY, heartbeats, dispatches, RESUME. Several clients can be connected at once. */
export class DiscordGatewayServer {
  /** Times of every IDENTIFY, in epoch milliseconds. */
  readonly identifies: number[] = [];
  /** Times of every RESUME, in epoch milliseconds. */
  readonly resumes: number[] = [];
  readonly #options: GatewayOptions;
  readonly #scope = new Scope('discord gateway');
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: 65_536 });
  readonly #links = new Set<Link>();
  readonly #sessions = new Map<string, GatewaySession>();

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#scope.use(
      options.world.onDispatch((dispatch) => {
        for (const session of this.#sessions.values()) session.dispatch(dispatch);
      }),
      'world listener',
    );
    this.#scope.use(
      options.clock.setInterval(() => this.#closeSilentLinks(), options.heartbeatIntervalMs),
      'heartbeat watch',
    );
    this.#scope.defer('gateway links', () => {
      for (const link of this.#links) link.socket.terminate();
      this.#server.close();
    });
  }

  get linkCount(): number {
    return this.#links.size;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.#options.faults.refuseConnections) {
      socket.destroy();
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#accept(webSocket, request));
  }

  freezeLinks(): void {
    for (const link of this.#links) {
      link.frozen = true;
      link.socket.pause();
    }
  }

  closeLinks(code: number, reason: string): void {
    for (const link of this.#links) link.socket.close(code, reason);
  }

  dropLinks(): void {
    for (const link of this.#links) link.socket.terminate();
  }

  invalidateSessions(resumable: boolean): void {
    if (!resumable) this.#sessions.clear();
    this.#broadcast({ op: gatewayOps.invalidSession, d: resumable });
  }

  requestReconnect(): void {
    this.#broadcast({ op: gatewayOps.reconnect, d: null });
  }

  sendRaw(frame: string | Uint8Array): void {
    for (const link of this.#links) if (link.session && !link.frozen) link.socket.send(frame);
  }

  dispatchRaw(topic: unknown, data: unknown): void {
    for (const session of this.#sessions.values()) session.deliver(topic, data);
  }

  async close(): Promise<void> {
    await this.#scope.close();
  }

  #broadcast(frame: unknown): void {
    for (const link of this.#links) if (link.session) this.#send(link, frame);
  }

  #accept(socket: WebSocket, request: IncomingMessage): void {
    const version = new URL(request.url ?? '/', 'http://localhost').searchParams.get('v');
    const { clock, random, faults } = this.#options;
    const now = clock.monotonic();
    const link: Link = {
      socket,
      version,
      delivery: new Delivery({
        clock,
        random,
        faults: faults.delivery,
        write: (text) => {
          if (!link.frozen && socket.readyState === socket.OPEN) socket.send(text);
        },
      }),
      session: null,
      frozen: false,
      lastHeartbeatAt: now,
      framesSince: now,
      frames: 0,
    };
    this.#links.add(link);
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      this.#links.delete(link);
      link.delivery[Symbol.dispose]();
      link.session?.detach();
    });
    socket.on('message', (data, isBinary) => {
      if (!link.frozen)
        this.#receive(link, isBinary || !Buffer.isBuffer(data) ? null : data.toString('utf8'));
    });
    if (!faults.withholdHello) {
      const hello = { heartbeat_interval: this.#options.heartbeatIntervalMs };
      this.#send(link, { op: gatewayOps.hello, d: hello });
    }
  }

  #receive(link: Link, raw: string | null): void {
    if (this.#floods(link)) {
      link.socket.close(gatewayCloses.rateLimited, 'Rate limited.');
      return;
    }
    const frame = raw === null ? null : parseFrame(raw);
    if (!frame) {
      link.socket.close(gatewayCloses.decodeError, 'Error while decoding payload.');
      return;
    }
    if (frame.op === gatewayOps.heartbeat) this.#acknowledgeHeartbeat(link);
    else if (frame.op === gatewayOps.identify) this.#identify(link, frame.d);
    else if (frame.op === gatewayOps.resume) this.#resume(link, frame.d);
    else if (!link.session) link.socket.close(gatewayCloses.notAuthenticated, 'Not authenticated.');
    else if (![3, 4, 8, 31].includes(frame.op)) {
      link.socket.close(gatewayCloses.unknownOpcode, 'Unknown opcode.');
    }
  }

  #acknowledgeHeartbeat(link: Link): void {
    link.lastHeartbeatAt = this.#options.clock.monotonic();
    if (!this.#options.faults.withholdHeartbeatAcks)
      this.#send(link, { op: gatewayOps.heartbeatAck, d: null });
  }

  #identify(link: Link, data: unknown): void {
    const { faults, world, clock } = this.#options;
    remember(this.identifies, clock.now());
    if (link.session) {
      link.socket.close(gatewayCloses.alreadyAuthenticated, 'Already authenticated.');
      return;
    }
    const refusal = faults.identifyRefusal;
    if (refusal?.kind === 'silence') return;
    if (refusal?.kind === 'close') {
      link.socket.close(refusal.code, 'Refused.');
      return;
    }
    if (refusal?.kind === 'invalid-session') {
      this.#send(link, { op: gatewayOps.invalidSession, d: false });
      return;
    }
    const identify = identifySchema.safeParse(data);
    const close = identify.success ? this.#identifyProblem(link, identify.data) : gatewayCloses.decodeError;
    if (close !== null || !identify.success) {
      link.socket.close(close ?? gatewayCloses.decodeError, 'Refused.');
      return;
    }
    const session = new GatewaySession({
      id: this.#options.ids.next(),
      intents: identify.data.intents,
      botId: world.bot.id,
    });
    this.#sessions.set(session.id, session);
    this.#bind(link, session);
    session.deliver('READY', {
      v: 10,
      user: userPayload(world.bot),
      guilds: world.botIsMember ? [{ id: world.guildId, unavailable: true }] : [],
      session_id: session.id,
      resume_gateway_url: this.#options.url(),
      shard: identify.data.shard ?? [0, 1],
      application: {
        id: world.applicationId,
        flags: faults.messageContentIntentEnabled ? messageContentFlag : 0,
      },
    });
    if (!world.botIsMember || (identify.data.intents & intentBits.guilds) === 0) return;
    if (faults.guildUnavailable) session.deliver('GUILD_DELETE', { id: world.guildId, unavailable: true });
    else session.deliver('GUILD_CREATE', world.guildSnapshot());
  }

  #identifyProblem(
    link: Link,
    identify: { token: string; intents: number; shard?: readonly [number, number] | undefined },
  ): number | null {
    if (link.version !== '10' && link.version !== '9') return gatewayCloses.invalidVersion;
    if (identify.token !== this.#options.token) return gatewayCloses.authenticationFailed;
    if (identify.shard && identify.shard[0] >= identify.shard[1]) return gatewayCloses.invalidShard;
    if ((identify.intents & ~knownIntents) !== 0) return gatewayCloses.invalidIntents;
    const wantsContent = (identify.intents & intentBits.messageContent) !== 0;
    if (wantsContent && !this.#options.faults.messageContentIntentEnabled) {
      return gatewayCloses.disallowedIntents;
    }
    return null;
  }

  #resume(link: Link, data: unknown): void {
    remember(this.resumes, this.#options.clock.now());
    const resume = resumeSchema.safeParse(data);
    if (!resume.success) {
      link.socket.close(gatewayCloses.decodeError, 'Error while decoding payload.');
      return;
    }
    if (resume.data.token !== this.#options.token) {
      link.socket.close(gatewayCloses.authenticationFailed, 'Authentication failed.');
      return;
    }
    const session = this.#sessions.get(resume.data.session_id);
    if (!session) {
      this.#send(link, { op: gatewayOps.invalidSession, d: false });
      return;
    }
    if (!session.canReplay(resume.data.seq)) {
      link.socket.close(gatewayCloses.invalidSequence, 'Invalid seq.');
      return;
    }
    this.#bind(link, session);
    session.replay(resume.data.seq);
    session.deliver('RESUMED', null);
  }

  #bind(link: Link, session: GatewaySession): void {
    for (const other of this.#links) if (other.session === session) other.session = null;
    link.session = session;
    session.attach((text, event) => (event ? link.delivery.sendEvent(text) : link.delivery.send(text)));
  }

  #floods(link: Link): boolean {
    const now = this.#options.clock.monotonic();
    if (now - link.framesSince > 60_000) {
      link.framesSince = now;
      link.frames = 0;
    }
    link.frames += 1;
    return link.frames > mostFramesPerMinute;
  }

  #closeSilentLinks(): void {
    const latest = this.#options.clock.monotonic() - 2 * this.#options.heartbeatIntervalMs;
    for (const link of this.#links) {
      if (link.lastHeartbeatAt < latest)
        link.socket.close(gatewayCloses.sessionTimedOut, 'Session timed out.');
    }
  }

  #send(link: Link, frame: unknown): void {
    link.delivery.send(JSON.stringify(frame));
  }
}
