import { describe, expect, it } from 'vitest';
import { createFakeClock } from '#main/bridges/testing/fake-clock.ts';
import type { StatsAnswer, StreamStatusAnswer } from './obs-schemas.ts';
import { createFramesJudge, createObsStatsReader, frameMarks } from './obs-stats.ts';

const stats = (change: Partial<StatsAnswer> = {}): StatsAnswer => ({
  cpuUsage: 4,
  memoryUsage: 200,
  availableDiskSpace: 1_000,
  activeFps: 60,
  averageFrameRenderTime: 3,
  renderSkippedFrames: 0,
  renderTotalFrames: 0,
  outputSkippedFrames: 0,
  outputTotalFrames: 0,
  ...change,
});
const stream = (change: Partial<StreamStatusAnswer> = {}): StreamStatusAnswer => ({
  outputActive: true,
  outputReconnecting: false,
  outputBytes: 0,
  outputCongestion: 0.25,
  outputSkippedFrames: 0,
  outputTotalFrames: 0,
  ...change,
});

describe('the statistics of OBS', () => {
  it('give no percentage of lost frames before the second reading', () => {
    const reader = createObsStatsReader(createFakeClock());
    expect(reader.read(stats(), null, 1).droppedFramesPercent).toBeNull();
    expect(reader.read(stats({ renderTotalFrames: 60 }), null, 1).droppedFramesPercent).toBe(0);
  });

  it.each<[string, Partial<StatsAnswer>, Partial<StreamStatusAnswer>, number | undefined]>([
    ['no frame was due', {}, {}, undefined],
    ['all frames arrived', { renderTotalFrames: 60 }, {}, 0],
    ['rendering lost a tenth', { renderTotalFrames: 60, renderSkippedFrames: 6 }, {}, 10],
    ['encoding lost a tenth', { outputTotalFrames: 60, outputSkippedFrames: 6 }, {}, 10],
    [
      'the network lost a half',
      { renderTotalFrames: 60 },
      { outputTotalFrames: 60, outputSkippedFrames: 30 },
      50,
    ],
    [
      'each of three stages lost half of its frames',
      { renderTotalFrames: 60, renderSkippedFrames: 30, outputTotalFrames: 60, outputSkippedFrames: 30 },
      { outputTotalFrames: 60, outputSkippedFrames: 30 },
      87.5,
    ],
    ['more frames were lost than were due', { renderTotalFrames: 10, renderSkippedFrames: 20 }, {}, 100],
  ])('compute the loss when %s', (_what, change, streamChange, expected) => {
    const reader = createObsStatsReader(createFakeClock());
    reader.read(stats(), stream(), 1);
    const reading = reader.read(stats(change), stream(streamChange), 1);
    expect(reading.droppedFramesPercent?.toFixed(6)).toEqual(expected?.toFixed(6));
  });

  it('start over when OBS resets its counters', () => {
    const reader = createObsStatsReader(createFakeClock());
    reader.read(stats({ renderTotalFrames: 6_000, renderSkippedFrames: 600 }), null, 1);
    expect(reader.read(stats({ renderTotalFrames: 30 }), null, 1).droppedFramesPercent).toBeNull();
    expect(reader.read(stats({ renderTotalFrames: 90 }), null, 1).droppedFramesPercent).toBe(0);
  });

  it('derive the bitrate from bytes over time, and have none without a stream', async () => {
    const clock = createFakeClock();
    const reader = createObsStatsReader(clock);
    expect(reader.read(stats(), stream({ outputBytes: 1_000 }), 1).bitrateKbps).toBeNull();
    await clock.advance(2_000);
    expect(reader.read(stats(), stream({ outputBytes: 1_501_000 }), 1).bitrateKbps).toBe(6_000);
    await clock.advance(1_000);
    expect(reader.read(stats(), stream({ outputBytes: 0 }), 1).bitrateKbps).toBeNull();
    const off = reader.read(stats(), stream({ outputActive: false }), 1);
    expect(off).toMatchObject({ bitrateKbps: null, congestion: null });
    await clock.advance(1_000);
    expect(reader.read(stats(), stream({ outputBytes: 9_999 }), 1).bitrateKbps).toBeNull();
  });
});

describe('the verdict on lost frames', () => {
  const feed = async (percents: readonly (number | null)[]): Promise<string[]> => {
    const clock = createFakeClock();
    const judge = createFramesJudge(clock);
    const reasons: string[] = [];
    for (const percent of percents) {
      reasons.push(judge.judge(percent).reason);
      await clock.advance(1_000);
    }
    return reasons;
  };
  const times = <T>(value: T, count: number): T[] => Array.from({ length: count }, () => value);
  const seconds = frameMarks.holdMs / 1_000;

  it('is unknown until a frame was due', async () => {
    expect(await feed([null, null, 0])).toEqual(['NotObserved', 'NotObserved', 'FramesSteady']);
  });

  it('becomes false after ten seconds above the upper threshold, not before', async () => {
    const reasons = await feed(times(6, seconds + 1));
    expect(reasons.slice(0, seconds)).toEqual(times('FramesSteady', seconds));
    expect(reasons.at(-1)).toBe('FramesDropped');
  });

  it('ignores one bad second, and trouble interrupted by a good second', async () => {
    const reasons = await feed([...times(30, seconds - 1), 0, ...times(30, seconds - 1)]);
    expect(new Set(reasons)).toEqual(new Set(['FramesSteady']));
  });

  it('recovers only after ten seconds below the lower threshold', async () => {
    const trouble = times(20, seconds + 1);
    expect((await feed([...trouble, ...times(3, 60)])).at(-1)).toBe('FramesDropped');
    expect((await feed([...trouble, ...times(1, seconds)])).at(-1)).toBe('FramesDropped');
    expect((await feed([...trouble, ...times(1, seconds + 1)])).at(-1)).toBe('FramesSteady');
  });
});
