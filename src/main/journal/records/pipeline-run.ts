import { z } from 'zod';
import { endShape, recordKind } from './record-kind.ts';

const pipelineRunSchema = z.object({
  id: z.string(),
  at: z.number(),
  pipeline: z.string(),
  /** `interrupted`: the program ended during the run. */
  result: z.enum(['running', 'succeeded', 'failed', 'cancelled', 'interrupted']),
  /** The outcome, in words. */
  report: z.string(),
  steps: z.array(
    z.object({ key: z.string(), result: z.enum(['succeeded', 'failed', 'skipped']), message: z.string() }),
  ),
  ...endShape,
});
type PipelineRunRecord = z.infer<typeof pipelineRunSchema>;

/** One run of a pipeline: a runbook, a flow or a call to another system. */
export const pipelineRun = recordKind<PipelineRunRecord>({
  table: 'pipeline_runs',
  since: 2,
  schema: pipelineRunSchema,
  subject: ({ pipeline }) => pipeline,
  line: ({ pipeline, result, report }) => ({ title: pipeline, result, message: report }),
  interrupted: (record) => ({
    ...record,
    result: 'interrupted',
    report: 'Cuelight stopped during the run.',
  }),
});
