import { describe, expect, it } from 'vitest';
import type { MetricSeries } from '#shared/model/index.ts';
import { alignSeries } from './chart-data.ts';
import { applyMetricsFrame, emptyMetrics, METRIC_DEPTH } from './metrics-model.ts';

describe('metrics', () => {
  const frame = { epoch: 'a', seq: 1 };
  const sample = (value: number | null) => ({ componentId: 'obs:main', name: 'fps', unit: 'fps', value });

  it('leaves a gap for missing seconds', () => {
    let model = applyMetricsFrame(emptyMetrics, {
      ...frame,
      kind: 'changes',
      at: 10_000,
      samples: [sample(60)],
    });
    model = applyMetricsFrame(model, { ...frame, kind: 'changes', at: 13_000, samples: [sample(59)] });
    expect(model.get('obs:main')?.get('fps')?.values).toEqual([60, null, null, 59]);
  });

  it('keeps ten minutes and moves the start', () => {
    let model = emptyMetrics;
    for (let second = 0; second < METRIC_DEPTH + 5; second += 1) {
      model = applyMetricsFrame(model, {
        ...frame,
        kind: 'changes',
        at: second * 1_000,
        samples: [sample(second)],
      });
    }
    const series = model.get('obs:main')?.get('fps');
    expect(series?.values).toHaveLength(METRIC_DEPTH);
    expect(series?.from).toBe(5_000);
    expect(series?.values[0]).toBe(5);
  });

  it('aligns series with different starts on one axis', () => {
    const series = (from: number, values: (number | null)[]): MetricSeries => ({
      componentId: 'x',
      name: 'n',
      unit: '',
      from,
      stepMs: 1_000,
      values,
    });
    expect(alignSeries([series(2_000, [1, 2]), series(4_000, [3])])).toEqual({
      seconds: [2, 3, 4],
      values: [
        [1, 2, null],
        [null, null, 3],
      ],
    });
  });
});
