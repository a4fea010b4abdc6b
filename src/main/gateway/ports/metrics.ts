import type { MetricSample, MetricSeries } from '#shared/model/index.ts';

export interface MetricsPort {
  /** The last ten minutes of every number. */
  recent(): readonly MetricSeries[];
  onSample(listener: (at: number, samples: readonly MetricSample[]) => void): Disposable;
}
