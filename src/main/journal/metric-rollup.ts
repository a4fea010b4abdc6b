import { z } from 'zod';

/** A metric over a span of time. Spans in which nothing was observed have no rollup. */
export const metricRollupSchema = z.object({
  componentId: z.string(),
  name: z.string(),
  unit: z.string(),
  /** When the span began, epoch milliseconds. */
  at: z.number(),
  /** Length of the span, milliseconds. */
  stepMs: z.number(),
  /** Values observed in it. */
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
