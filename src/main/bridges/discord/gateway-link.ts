import type { SessionInfo } from 'discord.js';
import { sleep, type Clock } from '#shared/kernel/index.ts';
import { discordFaults } from './discord-faults.ts';
import { inspectFrame, type FrameProblem } from './frame-guard.ts';
import type { DiscordLibrary, GatewayManager, GatewayStrategy } from './library.ts';
import { discordLimits } from './limits.ts';
import { filterFrames, shardOf, socketOf } from './shard-internals.ts';

/** Callbacks for the state of a link. */
export interface LinkListener {
  /** The link is usable: after READY, or after RESUMED and the replay of missed events. */
  onUp(how: 'ready' | 'resumed'): void;
  /** The link closed. discord.js reconnects automatically unless the code is final. */
  onDown(code: number): void;
  /** Discord dropped the session. discord.js signs in again automatically. */
  onSessionInvalid(): void;
  onHeartbeatAnswer(): void;
  onFrameRefused(problem: FrameProblem): void;
  onThrown(thrown: unknown): void;
}

/** Close codes after which Discord has dropped the session, so that only an IDENTIFY helps. */
const sessionEndingCloses: readonly number[] = [1_000, 1_001, 4_003, 4_005, 4_007, 4_008];

const never = <T>(): Promise<T> => new Promise(() => undefined);

/**
 * The gateway link of one client: discord.js's sharding strategy for a single shard, with additions. Frames
 * are validated before discord.js reads them. The session survives a network failure, so that a RESUME can
 * fetch missed events. A closed link never reconnects, whatever retry was pending. Closing takes at most
 * {@link discordLimits.closeMs}, even when the peer doesn't respond.
 */
export class GatewayLink {
  readonly #library: DiscordLibrary;
  readonly #clock: Clock;
  readonly #listener: LinkListener;
  readonly #signal: AbortSignal;
  #manager: GatewayManager | null = null;
  #shard: object | null = null;
  #sessionInvalid = false;
  #ended = false;

  constructor(options: {
    readonly library: DiscordLibrary;
    readonly clock: Clock;
    readonly listener: LinkListener;
    /** Aborts at the end of the connection that the link belongs to. */
    readonly signal: AbortSignal;
  }) {
    this.#library = options.library;
    this.#clock = options.clock;
    this.#listener = options.listener;
    this.#signal = options.signal;
  }

  /** Builds the sharding strategy; discord.js calls it as its `buildStrategy`. */
  attach(manager: GatewayManager): GatewayStrategy {
    this.#manager = manager;
    this.#takeOverOptions(manager);
    this.#listen(manager);
    const strategy = new this.#library.SimpleShardingStrategy(manager);
    return {
      spawn: async (shardIds) => {
        if (shardIds.length !== 1) throw discordFaults.sharded(shardIds.length);
        await strategy.spawn(shardIds);
        this.#shard = shardOf(strategy);
        filterFrames(
          this.#shard,
          (raw, isBinary) => this.#admit(raw, isBinary),
          (thrown) => this.#listener.onThrown(thrown),
        );
      },
      connect: () => strategy.connect(),
      destroy: async (options) => {
        // The manager destroys any earlier shards before it spawns the first.
        if (!this.#shard) return;
        await this.#end(strategy.destroy(options));
      },
      send: (shardId, payload) => strategy.send(shardId, payload),
      fetchStatus: () => strategy.fetchStatus(),
    };
  }

  /**
   * Sends a heartbeat in addition to those of discord.js. Returns false when there is no connection to send
   * it on.
   */
  async beat(): Promise<boolean> {
    const manager = this.#manager;
    if (!manager || this.#ended) return false;
    try {
      const session = await manager.options.retrieveSessionInfo(0);
      await manager.send(0, { op: this.#library.GatewayOpcodes.Heartbeat, d: session?.sequence ?? null });
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Closes a link that no longer answers, with a code that keeps the session, so that discord.js can resume
   * it.
   */
  async abandon(): Promise<void> {
    const socket = this.#shard ? socketOf(this.#shard) : null;
    if (!socket || this.#ended) return;
    socket.close(4_000, 'No heartbeat answer');
    await sleep(this.#clock, discordLimits.closeMs, this.#signal).catch(() => undefined);
    // By now the link may have closed and been replaced; this cuts only the unresponsive socket.
    socket.terminate();
  }

  #takeOverOptions(manager: GatewayManager): void {
    const given = { ...manager.options };
    Object.assign(manager.options, {
      handshakeTimeout: discordLimits.handshakeMs,
      helloTimeout: discordLimits.helloMs,
      readyTimeout: discordLimits.readyMs,
      // Each connection attempt reads the session first, so a pending promise here keeps a closed link
      // closed:
      // discord.js doesn't cancel a retry that is in its half-second wait while the client is destroyed.
      retrieveSessionInfo: (shardId: number) => (this.#ended ? never() : given.retrieveSessionInfo(shardId)),
      updateSessionInfo: (shardId: number, session: SessionInfo | null) => {
        // discord.js drops the session at each network error, which would lose all events missed meanwhile.
        if (session === null && !this.#sessionInvalid) return undefined;
        this.#sessionInvalid = false;
        return given.updateSessionInfo(shardId, session);
      },
    });
  }

  #listen(manager: GatewayManager): void {
    manager.on('ready', () => this.#ended || this.#listener.onUp('ready'));
    manager.on('resumed', () => this.#ended || this.#listener.onUp('resumed'));
    manager.on('heartbeat', () => this.#ended || this.#listener.onHeartbeatAnswer());
    manager.on('closed', ({ code }: { code: number }) => {
      if (sessionEndingCloses.includes(code)) this.#sessionInvalid = true;
      if (!this.#ended) this.#listener.onDown(code);
    });
  }

  #admit(raw: unknown, isBinary: boolean): boolean {
    if (this.#ended) return false;
    const verdict = inspectFrame(raw, isBinary);
    if (!verdict.pass) {
      if (!verdict.problem.unused) this.#listener.onFrameRefused(verdict.problem);
      return false;
    }
    if (!verdict.endsSession) return true;
    this.#sessionInvalid = true;
    this.#listener.onSessionInvalid();
    return !this.#ended;
  }

  async #end(destroyed: Promise<void>): Promise<void> {
    this.#ended = true;
    const shard = this.#shard;
    const patience = new AbortController();
    if (shard) socketOf(shard)?.on('error', () => undefined);
    await Promise.race([
      destroyed,
      sleep(this.#clock, discordLimits.closeMs, patience.signal).catch(() => undefined),
    ]);
    patience.abort();
    // discord.js doesn't close a socket that was still connecting.
    if (shard) socketOf(shard)?.terminate();
  }
}
