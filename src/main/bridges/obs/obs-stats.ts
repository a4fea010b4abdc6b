import type { Clock } from '#shared/kernel/index.ts';
import type { ConditionInput } from '#core/component.ts';
import type { ObsStats } from '#main/bridges/ports/index.ts';
import type { StatsAnswer, StreamStatusAnswer } from './obs-schemas.ts';

/** A frame counter of OBS: both numbers only grow until OBS resets them. */
type FrameCount = { readonly skipped: number; readonly total: number };
type Reading = {
  readonly render: FrameCount;
  readonly output: FrameCount;
  readonly stream: FrameCount | null;
};

/**
 * Returns the percentage of frames lost at one stage between two readings; null when no frame was due or OBS
 * reset the counter.
 */
const lostShare = (before: FrameCount | null, after: FrameCount | null): number | null => {
  if (!before || !after) return null;
  const total = after.total - before.total;
  const skipped = after.skipped - before.skipped;
  if (total <= 0 || skipped < 0) return null;
  return Math.min(1, skipped / total);
};

/**
 * Returns the total loss: a frame passes rendering, encoding and the network, and any of them can drop it.
 */
const droppedPercent = (before: Reading, after: Reading): number | null => {
  const shares = [
    lostShare(before.render, after.render),
    lostShare(before.output, after.output),
    lostShare(before.stream, after.stream),
  ].filter((share) => share !== null);
  if (shares.length === 0) return null;
  return 100 * (1 - shares.reduce((kept, share) => kept * (1 - share), 1));
};

/** Derives rates from successive readings of OBS's counters, for one connection. */
export interface ObsStatsReader {
  read(stats: StatsAnswer, stream: StreamStatusAnswer | null, latencyMs: number): ObsStats;
}

export const createObsStatsReader = (clock: Clock): ObsStatsReader => {
  let previous: Reading | undefined;
  let previousBytes: { readonly bytes: number; readonly at: number } | undefined;

  const readBitrate = (stream: StreamStatusAnswer | null): number | null => {
    if (!stream?.outputActive) {
      previousBytes = undefined;
      return null;
    }
    const now = { bytes: stream.outputBytes, at: clock.monotonic() };
    const before = previousBytes;
    previousBytes = now;
    if (!before || now.bytes < before.bytes || now.at <= before.at) return null;
    return ((now.bytes - before.bytes) * 8) / (now.at - before.at);
  };

  return {
    read: (stats, stream, latencyMs) => {
      const reading: Reading = {
        render: { skipped: stats.renderSkippedFrames, total: stats.renderTotalFrames },
        output: { skipped: stats.outputSkippedFrames, total: stats.outputTotalFrames },
        stream: stream?.outputActive
          ? { skipped: stream.outputSkippedFrames, total: stream.outputTotalFrames }
          : null,
      };
      const droppedFramesPercent = previous ? droppedPercent(previous, reading) : null;
      previous = reading;
      return {
        fps: stats.activeFps,
        cpuPercent: stats.cpuUsage,
        memoryMegabytes: stats.memoryUsage,
        freeDiskMegabytes: stats.availableDiskSpace,
        averageFrameMs: stats.averageFrameRenderTime,
        droppedFramesPercent,
        bitrateKbps: readBitrate(stream),
        congestion: stream?.outputActive ? Math.min(1, Math.max(0, stream.outputCongestion)) : null,
        latencyMs,
        at: clock.now(),
      };
    },
  };
};

/** Thresholds at which lost frames count as trouble and as recovered. Between the two, nothing changes. */
export const frameMarks = { troubleAbovePercent: 5, fineBelowPercent: 2, holdMs: 10_000 } as const;

/** Evaluates the frame loss over time, so that one bad second neither raises nor hides an alarm. */
export interface FramesJudge {
  judge(droppedFramesPercent: number | null): ConditionInput;
}

export const createFramesJudge = (clock: Clock): FramesJudge => {
  let troubled = false;
  /** Start of the readings that contradict the current verdict. */
  let contrarySince: number | undefined;
  let observed = false;

  return {
    judge: (percent) => {
      if (percent !== null) {
        observed = true;
        const speaksAgainst = troubled
          ? percent < frameMarks.fineBelowPercent
          : percent > frameMarks.troubleAbovePercent;
        const speaksFor = troubled
          ? percent > frameMarks.troubleAbovePercent
          : percent < frameMarks.fineBelowPercent;
        if (speaksAgainst) contrarySince ??= clock.monotonic();
        if (speaksFor) contrarySince = undefined;
        if (contrarySince !== undefined && clock.monotonic() - contrarySince >= frameMarks.holdMs) {
          troubled = !troubled;
          contrarySince = undefined;
        }
      }
      if (troubled) {
        const now = percent === null ? '' : `, ${percent.toFixed(1)} % now`;
        return {
          type: 'FramesHealthy',
          status: 'false',
          severity: 'degraded',
          reason: 'FramesDropped',
          message: `OBS has dropped more than ${frameMarks.troubleAbovePercent} % of its frames for over 10 s${now}. Lower the bitrate or the resolution, or close other programs.`,
        };
      }
      if (!observed) {
        return {
          type: 'FramesHealthy',
          status: 'unknown',
          reason: 'NotObserved',
          message: 'OBS has rendered no frames since the last reading',
        };
      }
      return {
        type: 'FramesHealthy',
        status: 'true',
        reason: 'FramesSteady',
        message: 'OBS is dropping few or no frames',
      };
    },
  };
};
