import type { MetricsFrame } from '#shared/contract/index.ts';
import type { MetricSeries } from '#shared/model/index.ts';

/** The number of values per series: ten minutes at one per second. */
export const METRIC_DEPTH = 600;

/**
 * Series by component id, then by name. A component's map keeps its identity while none of its metrics
 * changes.
 */
export type MetricsModel = ReadonlyMap<string, ReadonlyMap<string, MetricSeries>>;

export const emptyMetrics: MetricsModel = new Map();

const appendValue = (
  series: MetricSeries | undefined,
  sample: { componentId: string; name: string; unit: string; value: number | null },
  at: number,
): MetricSeries => {
  if (!series) return { ...sample, from: at, stepMs: 1_000, values: [sample.value] };
  const end = series.from + series.values.length * series.stepMs;
  // Seconds without a value are gaps, not a line across them.
  const missed = Math.min(METRIC_DEPTH, Math.max(0, Math.round((at - end) / series.stepMs)));
  const holes = Array.from({ length: missed }, () => null);
  const values = [...series.values, ...holes, sample.value];
  const surplus = Math.max(0, values.length - METRIC_DEPTH);
  return {
    ...series,
    from: series.from + surplus * series.stepMs,
    values: surplus > 0 ? values.slice(surplus) : values,
  };
};

/** Returns the model after one more frame. */
export const applyMetricsFrame = (model: MetricsModel, frame: MetricsFrame): MetricsModel => {
  if (frame.kind === 'snapshot') {
    const groups = new Map<string, Map<string, MetricSeries>>();
    for (const series of frame.series) {
      const group = groups.get(series.componentId) ?? new Map<string, MetricSeries>();
      groups.set(series.componentId, group.set(series.name, series));
    }
    return groups;
  }
  const changed = new Map<string, Map<string, MetricSeries>>();
  for (const sample of frame.samples) {
    const group = changed.get(sample.componentId) ?? new Map(model.get(sample.componentId));
    changed.set(
      sample.componentId,
      group.set(sample.name, appendValue(group.get(sample.name), sample, frame.at)),
    );
  }
  return new Map<string, ReadonlyMap<string, MetricSeries>>([...model, ...changed]);
};

// The metrics that make the best sparkline of a component, in order: rates and latencies before totals.
const preferredNames = ['fps', 'messagesPerMinute', 'messagesPerSecond', 'latencyMs', 'eventLoopDelayMs'];

/** Returns the series on a card; null for a component without metrics. */
export const leadingSeries = (group: ReadonlyMap<string, MetricSeries> | undefined): MetricSeries | null => {
  if (!group) return null;
  for (const name of preferredNames) {
    const series = group.get(name);
    if (series) return series;
  }
  return group.values().next().value ?? null;
};

/** Returns the newest value; null when it was not observed. */
export const latestValue = (series: MetricSeries | null | undefined): number | null =>
  series?.values.at(-1) ?? null;
