/**
 * Counters of the simulated studio. They advance with the clock, as the real ones do, and never go backwards.
 */
import type { Clock, JsonObject, RandomSource } from '#shared/kernel/index.ts';

const framesPerSecond = 60;
const startDiskMegabytes = 182_000;
const recordKbps = 12_000;

export interface StudioStats {
  setDropRate(share: number): void;
  setBitrate(kbps: number): void;
  /** Resets the counters of the stream. */
  beginStream(): void;
  beginRecord(): void;
  readStats(): JsonObject;
  readStream(): {
    readonly bytes: number;
    readonly skipped: number;
    readonly total: number;
    readonly congestion: number;
  };
  readRecordBytes(): number;
}

export const createStudioStats = (options: {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly streams: () => boolean;
  readonly records: () => boolean;
}): StudioStats => {
  const { clock, random } = options;
  let at = clock.monotonic();
  let dropRate = 0;
  let bitrateKbps = 6_000;
  const render = { skipped: 0, total: 0 };
  const output = { skipped: 0, total: 0 };
  const stream = { bytes: 0, skipped: 0, total: 0 };
  let recordBytes = 0;
  let writtenMegabytes = 0;
  let cpuPercent = 7;

  /** Returns a random number near the given one. */
  const near = (value: number, share: number): number => value * (1 + (random.next() - 0.5) * 2 * share);

  /** Advances all counters to now, at the rates that applied until now. */
  const advance = (): void => {
    const elapsedMs = clock.monotonic() - at;
    if (elapsedMs <= 0) return;
    at += elapsedMs;
    const frames = (framesPerSecond * elapsedMs) / 1_000;
    const lost = frames * dropRate;
    const streams = options.streams();
    const records = options.records();
    render.total += frames;
    // A weak network drops frames after the encoder. Without a stream, only the machine itself can drop
    // frames.
    if (!streams) render.skipped += lost;
    if (streams || records) output.total += frames;
    if (streams) {
      stream.total += frames;
      stream.skipped += lost;
      stream.bytes += (near(bitrateKbps, 0.03) * elapsedMs * (1 - dropRate)) / 8;
    }
    if (records) {
      const bytes = (near(recordKbps, 0.03) * elapsedMs) / 8;
      recordBytes += bytes;
      writtenMegabytes += bytes / 1_048_576;
    }
    cpuPercent = Math.min(30, Math.max(3, cpuPercent + (random.next() - 0.5) * 0.8));
  };

  return {
    setDropRate: (share) => {
      advance();
      dropRate = Math.min(1, Math.max(0, share));
    },
    setBitrate: (kbps) => {
      advance();
      bitrateKbps = Math.max(0, kbps);
    },
    beginStream: () => {
      advance();
      Object.assign(stream, { bytes: 0, skipped: 0, total: 0 });
    },
    beginRecord: () => {
      advance();
      recordBytes = 0;
    },
    readStats: () => {
      advance();
      const rendered = options.streams() ? 1 : 1 - dropRate;
      return {
        cpuUsage: cpuPercent,
        memoryUsage: near(342, 0.002),
        availableDiskSpace: startDiskMegabytes - writtenMegabytes,
        activeFps: Math.min(framesPerSecond, near(framesPerSecond, 0.0005)) * rendered,
        averageFrameRenderTime: near(3.2, 0.1),
        renderSkippedFrames: Math.floor(render.skipped),
        renderTotalFrames: Math.floor(render.total),
        outputSkippedFrames: Math.floor(output.skipped),
        outputTotalFrames: Math.floor(output.total),
      };
    },
    readStream: () => {
      advance();
      return {
        bytes: Math.floor(stream.bytes),
        skipped: Math.floor(stream.skipped),
        total: Math.floor(stream.total),
        congestion: Math.min(1, dropRate * 2),
      };
    },
    readRecordBytes: () => {
      advance();
      return Math.floor(recordBytes);
    },
  };
};
