/**
 * The three private parts of `@discordjs/ws` 1.2.3 that the bridge needs, read and checked only here. An
 * update of
 * the library that moves them fails at the first start with the name of the part, not later as a fault.
 */

/** A socket that can be cut at once; `ws` waits up to 30 s for a peer that doesn't respond. */
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
  new TypeError(`discord.js changed internally: ${what} wasn’t found.`);

/** Returns the only shard of a sharding strategy after it was spawned. */
export const shardOf = (strategy: object): object => {
  const shards: unknown = Reflect.get(strategy, 'shards');
  const shard: unknown = shards instanceof Map ? [...shards.values()][0] : undefined;
  if (typeof shard !== 'object' || shard === null) throw moved('the shard of SimpleShardingStrategy');
  return shard;
};

/** Returns the socket of a shard, or null when it has none. */
export const socketOf = (shard: object): ForcibleSocket | null => {
  const socket: unknown = Reflect.get(shard, 'connection');
  if (socket === null || socket === undefined) return null;
  if (!isForcibleSocket(socket)) throw moved('the connection of WebSocketShard');
  return socket;
};

/**
 * Filters the frames of a shard: refused frames are not read, and errors thrown by the reader are reported.
 */
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
