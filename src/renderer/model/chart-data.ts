import type { MetricSeries } from '#shared/model/index.ts';

/** The data of a chart: several series on one time axis. */
export interface AlignedSeries {
  /** Epoch seconds. */
  readonly seconds: readonly number[];
  readonly values: readonly (readonly (number | null)[])[];
}

/** Aligns series on one time axis, from the first to the last value of any. Missing values are null. */
export const alignSeries = (series: readonly MetricSeries[]): AlignedSeries => {
  const filled = series.filter((one) => one.values.length > 0);
  if (filled.length === 0) return { seconds: [], values: series.map(() => []) };
  const stepMs = Math.min(...filled.map((one) => one.stepMs));
  const stepOf = (ms: number): number => Math.round(ms / stepMs);
  const start = Math.min(...filled.map((one) => stepOf(one.from)));
  const end = Math.max(...filled.map((one) => stepOf(one.from + (one.values.length - 1) * one.stepMs)));
  const length = end - start + 1;
  const values = series.map((one) => {
    const line: (number | null)[] = Array.from({ length }, () => null);
    one.values.forEach((value, index) => {
      line[stepOf(one.from + index * one.stepMs) - start] = value;
    });
    return line;
  });
  return { seconds: Array.from({ length }, (_, index) => ((start + index) * stepMs) / 1_000), values };
};
