import { z } from 'zod';

/** The aggregate of a metric over a span of time. A span without observations has no rollup. */
export const metricRollupSchema = z.object({
  componentId: z.string(),
  name: z.string(),
  unit: z.string(),
  /** Start of the span, epoch milliseconds. */
  at: z.number(),
  /** Length of the span, milliseconds. */
  stepMs: z.number(),
  /** Number of values observed in the span. */
  count: z.number(),
  min: z.number(),
  max: z.number(),
  mean: z.number(),
});
export type MetricRollup = z.infer<typeof metricRollupSchema>;

export interface RollupFilter {
  readonly componentId: string;
  readonly name: string;
  readonly stepMs: number;
  readonly from: number;
  readonly before: number;
}
