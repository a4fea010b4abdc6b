import { z } from 'zod';

/** A metric of a component over time, one value per second. Null means "not observed", never zero. */
export const metricSeriesSchema = z.object({
  componentId: z.string(),
  /** `fps`, `droppedFramesPercent`, `messagesPerSecond`, `eventLoopDelayMs` … */
  name: z.string(),
  unit: z.string(),
  /** Epoch milliseconds of the first value. */
  from: z.number(),
  /** Milliseconds between values. */
  stepMs: z.number(),
  values: z.array(z.number().nullable()),
});
export type MetricSeries = z.infer<typeof metricSeriesSchema>;

export const metricSampleSchema = z.object({
  componentId: z.string(),
  name: z.string(),
  unit: z.string(),
  value: z.number().nullable(),
});
export type MetricSample = z.infer<typeof metricSampleSchema>;
