import { createStore, type StoreApi } from 'zustand/vanilla';
import type { MetricsFrame } from '#shared/contract/index.ts';
import { applyMetricsFrame, emptyMetrics, type MetricsModel } from '../../model/metrics-model.ts';
import { defineStream } from './define-stream.ts';

export interface MetricsState {
  readonly series: MetricsModel;
  readonly apply: (frame: MetricsFrame) => void;
}
export type MetricsStore = StoreApi<MetricsState>;

/** The last ten minutes of every metric. */
export const createMetricsStore = (): MetricsStore =>
  createStore<MetricsState>((set) => ({
    series: emptyMetrics,
    apply: (frame) => set((state) => ({ series: applyMetricsFrame(state.series, frame) })),
  }));

export const metricsStream = defineStream<MetricsFrame, MetricsState>({
  create: createMetricsStore,
  watch: ({ metrics }) => metrics.watch,
  inFile: () => ({ kind: 'snapshot', series: [] }),
});
