import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Component, ConditionInput, MetricReading } from '#core/index.ts';
import type { JsonObject } from '#shared/kernel/index.ts';

const nanosecondsPerMs = 1e6;
/** From here on a person notices that the window lags. Milliseconds. */
const sluggishMs = 50;
const stuckMs = 500;

/** This process: how late its event loop runs, and how much memory it holds. */
export const createProcessProbe = (): Component => {
  const histogram = monitorEventLoopDelay({ resolution: 10 });
  let delayMs: number | null = null;
  let worstOfLastMinute: number[] = [];

  const read = (): number | null => {
    if (histogram.count === 0) return null;
    // The histogram measures the whole wait between two ticks of 10 ms; what is above that is delay.
    const measured = Math.max(0, histogram.percentile(99) / nanosecondsPerMs - 10);
    histogram.reset();
    return Math.round(measured * 10) / 10;
  };

  return {
    initialize: (context) => {
      histogram.enable();
      context.scope.defer('event-loop monitor', () => {
        histogram.disable();
      });
    },
    getMetrics: (): readonly MetricReading[] => {
      delayMs = read();
      worstOfLastMinute = [...worstOfLastMinute, delayMs ?? 0].slice(-60);
      const memory = process.memoryUsage();
      return [
        { name: 'eventLoopDelayMs', unit: 'ms', value: delayMs },
        { name: 'memoryMegabytes', unit: 'MB', value: Math.round(memory.rss / 1e5) / 10 },
        { name: 'heapMegabytes', unit: 'MB', value: Math.round(memory.heapUsed / 1e5) / 10 },
      ];
    },
    getFact: () =>
      delayMs === null
        ? null
        : `${delayMs.toFixed(1)} ms late · ${Math.round(process.memoryUsage.rss() / 1e6)} MB`,
    getStatus: (): JsonObject => ({
      processId: process.pid,
      node: process.versions.node,
      uptimeSeconds: Math.round(process.uptime()),
    }),
    getHealth: (): readonly ConditionInput[] => {
      if (worstOfLastMinute.length === 0) {
        return [
          {
            type: 'Prompt',
            status: 'unknown',
            reason: 'NotMeasured',
            message: 'The event loop was not measured yet.',
          },
        ];
      }
      const slowSeconds = worstOfLastMinute.filter((ms) => ms > sluggishMs).length;
      const worst = Math.max(...worstOfLastMinute);
      // One slow second is a breath (a start, a large query); a run of them is trouble.
      const prompt = slowSeconds < 10 && worst < stuckMs * 10;
      return [
        {
          type: 'Prompt',
          status: prompt ? 'true' : 'false',
          severity: 'degraded',
          reason: prompt ? 'InTime' : 'EventLoopLate',
          message: prompt
            ? `The event loop ran at most ${Math.round(worst)} ms late in the last minute.`
            : `Cuelight is running slowly. This PC is overloaded: the event loop was over ${sluggishMs} ms late in ${slowSeconds} of the last ${worstOfLastMinute.length} s.`,
        },
      ];
    },
  };
};
