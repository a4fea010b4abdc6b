import type { MetricSample, MetricSeries } from '#shared/model/index.ts';

export interface MetricsPort {
  /** Returns the last ten minutes of every metric. */
  recent(): readonly MetricSeries[];
  onSample(listener: (at: number, samples: readonly MetricSample[]) => void): Disposable;
}
