/**
 * The three private parts of `@discordjs/ws` 1.2.3 that the bridge cannot do without, read in this one place and
 * checked, so that an update of the library which moves them fails at the first start, by name, and not in a fault.
 */

/** A socket as far as it has to be ended by force; `ws` waits up to 30 s for a peer that is gone. */
export interface ForcibleSocket {
  terminate(): void;
  close(code: number, reason: string): void;
  on(event: 'error', listener: () => void): unknown;
}

type FrameReader = (raw: unknown, isBinary: boolean) => Promise<void>;

const isFrameReader = (value: unknown): value is FrameReader => typeof value === 'function';

const isForcibleSocket = (value: unknown): value is ForcibleSocket =>
  typeof value === 'object' &&
  value !== null &&
  ['terminate', 'close', 'on'].every((method) => typeof Reflect.get(value, method) === 'function');

const moved = (what: string): TypeError =>
  new TypeError(`discord.js has changed inside: ${what} is not where the bridge looks for it.`);

/** The only shard of a sharding strategy, once it has been spawned. */
export const shardOf = (strategy: object): object => {
  const shards: unknown = Reflect.get(strategy, 'shards');
  const shard: unknown = shards instanceof Map ? [...shards.values()][0] : undefined;
  if (typeof shard !== 'object' || shard === null) throw moved('the shard of SimpleShardingStrategy');
  return shard;
};

/** The socket that a shard uses now, or null when it has none. */
export const socketOf = (shard: object): ForcibleSocket | null => {
  const socket: unknown = Reflect.get(shard, 'connection');
  if (socket === null || socket === undefined) return null;
  if (!isForcibleSocket(socket)) throw moved('the connection of WebSocketShard');
  return socket;
};

/** Puts `filter` in front of a shard's reader of frames: what it refuses is not read, what the reader throws is told. */
export const filterFrames = (
  shard: object,
  filter: (raw: unknown, isBinary: boolean) => boolean,
  onThrown: (thrown: unknown) => void,
): void => {
  const read: unknown = Reflect.get(shard, 'onMessage');
  if (!isFrameReader(read)) throw moved('the frame reader of WebSocketShard');
  Reflect.set(shard, 'onMessage', async (raw: unknown, isBinary: boolean): Promise<void> => {
    if (!filter(raw, isBinary)) return;
    try {
      await read.call(shard, raw, isBinary);
    } catch (thrown) {
      onThrown(thrown);
    }
  });
};
