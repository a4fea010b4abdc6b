import { z } from 'zod';
import { ownTopic, topic } from './define.ts';

/** The title of the operation that an event is about. */
interface Titled {
  readonly title: string;
}

/** The message of a fault: it may quote a platform, so it belongs in the sentence and not in the data. */
interface WithReason extends Titled {
  readonly reason: string;
}

const runSchema = z.object({
  runId: z.string(),
  operation: z.string(),
  /** The component id or settings path that the operation is about. */
  target: z.string().nullable(),
  actor: z.string(),
  /** The input fields that the operation allows to be recorded. */
  input: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
/** One run of an operation, as its events describe it. */
export type OperationRun = z.infer<typeof runSchema>;

export const operationAccepted = ownTopic('operation.accepted', {
  title: 'Operation accepted',
  keep: 'none',
  data: runSchema,
  sentence: (_, { title }: Titled) => `${title}: accepted`,
});

export const operationDone = ownTopic('operation.done', {
  title: 'Operation done',
  keep: 'none',
  data: runSchema.extend({ elapsedMs: z.number() }),
  sentence: (_, { title }: Titled) => `${title}: done`,
});

export const operationFailed = topic('operation.failed', {
  title: 'Operation failed',
  keep: 'none',
  level: 'warning',
  data: runSchema.extend({
    elapsedMs: z.number(),
    /** `refused`: the run did not start, or the target refused the request. */
    result: z.enum(['failed', 'refused', 'timed-out']),
    code: z.string(),
  }),
  sentence: (_, { reason }: WithReason) => reason,
});

/** The topics of a run of an operation. The journal stores them as one record, and not as events. */
export const operationTopics = [operationAccepted, operationDone, operationFailed];
