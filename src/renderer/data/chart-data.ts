import type { MetricSeries } from '#shared/model/index.ts';

/** Several series on one time line, by the second: what a chart draws. */
export interface AlignedSeries {
  /** Epoch seconds. */
  readonly seconds: readonly number[];
  readonly values: readonly (readonly (number | null)[])[];
}

/** Lays series on one line of seconds, from the first to the last value of any; where one has none there is a hole. */
export const alignSeries = (series: readonly MetricSeries[]): AlignedSeries => {
  const filled = series.filter((one) => one.values.length > 0);
  if (filled.length === 0) return { seconds: [], values: series.map(() => []) };
  const secondOf = (ms: number): number => Math.round(ms / 1_000);
  const start = Math.min(...filled.map((one) => secondOf(one.from)));
  const end = Math.max(...filled.map((one) => secondOf(one.from + (one.values.length - 1) * one.stepMs)));
  const length = end - start + 1;
  const values = series.map((one) => {
    const line: (number | null)[] = Array.from({ length }, () => null);
    one.values.forEach((value, index) => {
      line[secondOf(one.from + index * one.stepMs) - start] = value;
    });
    return line;
  });
  return { seconds: Array.from({ length }, (_, index) => start + index), values };
};
