import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Component, ConditionInput, MetricReading } from '#core/index.ts';
import type { JsonObject } from '#shared/kernel/index.ts';

const nanosecondsPerMs = 1e6;
/** Milliseconds between two samples of a histogram. */
const tickMs = 10;
/** Milliseconds of delay from which a person notices that the window lags. */
const sluggishMs = 50;
/** Milliseconds of delay from which one occurrence counts: chat, docks and the window stand still. */
const frozenMs = 5_000;
/** Slow seconds per minute that are tolerated, such as a start or a large query. */
const toleratedSlowSeconds = 9;

/** Milliseconds of delay of the event loop within a second. */
interface Lateness {
  /** The 99th percentile. */
  readonly usual: number;
  /** The longest delay, which the percentile hides when it occurs once. */
  readonly worst: number;
}

const messageOf = (slowSeconds: number, seconds: number, worst: number): string => {
  const words = 'Cuelight is running slowly. This PC is overloaded';
  return worst >= frozenMs
    ? `${words}: the program froze for ${(worst / 1_000).toFixed(1)} s.`
    : `${words}: the event loop was over ${sluggishMs} ms late in ${slowSeconds} of the last ${seconds} s.`;
};

/** Milliseconds above the tick of a histogram, which measures the whole wait between two ticks. */
const lateness = (nanoseconds: number): number =>
  Math.round(Math.max(0, nanoseconds / nanosecondsPerMs - tickMs) * 10) / 10;

/**
 * The delay of the event loop, second by second. Resetting a histogram also drops the delay in progress,
 * which its next tick would have recorded. The first timer after a freeze may be the one that reads, so a
 * freeze could go unseen. The longest delay therefore comes from two histograms that are reset in turns.
 */
class DelayReader {
  readonly #usual = monitorEventLoopDelay({ resolution: tickMs });
  #next = monitorEventLoopDelay({ resolution: tickMs });
  #after = monitorEventLoopDelay({ resolution: tickMs });

  get #all(): readonly ReturnType<typeof monitorEventLoopDelay>[] {
    return [this.#usual, this.#next, this.#after];
  }

  enable(): void {
    for (const histogram of this.#all) histogram.enable();
  }

  disable(): void {
    for (const histogram of this.#all) histogram.disable();
  }

  /** Returns the delays since the last read; null while nothing has been measured. */
  read(): Lateness | null {
    if (this.#usual.count === 0) return null;
    const usual = lateness(this.#usual.percentile(99));
    const worst = lateness(Math.max(this.#next.max, this.#after.max));
    this.#usual.reset();
    this.#next.reset();
    [this.#next, this.#after] = [this.#after, this.#next];
    return { usual, worst };
  }
}

/** The result of the program's security check, which is a condition of its process. */
export interface ProcessGuards {
  /** Null before the first check. */
  readonly condition: ConditionInput | null;
  onChecked(listener: (change: { readonly condition: ConditionInput }) => void): Disposable;
}

/**
 * Creates the component that measures the event-loop delay and the memory of this process, and shows if its
 * guards are in place.
 */
export const createProcessProbe = (guards?: ProcessGuards): Component => {
  const delays = new DelayReader();
  let delayMs: number | null = null;
  let lastMinute: readonly Lateness[] = [];

  const promptness = (): ConditionInput => {
    if (lastMinute.length === 0) {
      return {
        type: 'Prompt',
        status: 'unknown',
        reason: 'NotMeasured',
        message: 'The event loop has not been measured yet.',
      };
    }
    const slowSeconds = lastMinute.filter(({ usual }) => usual > sluggishMs).length;
    const worst = Math.max(...lastMinute.map((second) => second.worst));
    const prompt = slowSeconds <= toleratedSlowSeconds && worst < frozenMs;
    return {
      type: 'Prompt',
      status: prompt ? 'true' : 'false',
      severity: 'degraded',
      reason: prompt ? 'InTime' : 'EventLoopLate',
      message: prompt
        ? `The event loop ran at most ${Math.round(worst)} ms late in the last minute.`
        : messageOf(slowSeconds, lastMinute.length, worst),
    };
  };

  return {
    initialize: (context) => {
      delays.enable();
      context.scope.defer('event-loop monitor', () => {
        delays.disable();
      });
      if (guards)
        context.scope.use(
          guards.onChecked(({ condition }) => context.setCondition(condition)),
          'security check',
        );
    },
    getMetrics: (): readonly MetricReading[] => {
      const second = delays.read();
      delayMs = second?.usual ?? null;
      lastMinute = [...lastMinute, second ?? { usual: 0, worst: 0 }].slice(-60);
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
        : `${delayMs > sluggishMs ? 'Running slowly' : 'Running normally'} · ${Math.round(process.memoryUsage.rss() / 1e6)} MB`,
    getStatus: (): JsonObject => ({
      processId: process.pid,
      node: process.versions.node,
      uptimeSeconds: Math.round(process.uptime()),
    }),
    getHealth: (): readonly ConditionInput[] => {
      const guarded = guards?.condition ?? null;
      return [promptness(), ...(guarded === null ? [] : [guarded])];
    },
  };
};
