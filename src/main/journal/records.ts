import { z } from 'zod';
import { healthLevelSchema } from '#shared/model/index.ts';

const endShape = {
  /** When it ended; null while it lasts. Where nobody saw the end, the latest that it can have been. */
  endedAt: z.number().nullable(),
  /** Set where nobody saw the end: it lasted until then at least. */
  endedAfter: z.number().optional(),
};

/** What somebody asked the program to do, and how it ended. */
export const commandRecordSchema = z.object({
  id: z.string(),
  /** When it was given, epoch milliseconds. */
  at: z.number(),
  /** `restart`, `send-chat`, `patch-settings` … */
  name: z.string(),
  /** The component or settings section it is about; null when it is about none. */
  target: z.string().nullable(),
  /** Who gave it: `window`, `browser`, `api`, or the part of the program that did. */
  actor: z.string(),
  /** What was given with it, secrets already redacted. */
  input: z.record(z.string(), z.unknown()),
  /** `interrupted`: the program ended before it was known. */
  result: z.enum(['accepted', 'settled', 'timed-out', 'failed', 'refused', 'interrupted']),
  /** What was observed, in a sentence. */
  message: z.string(),
  ...endShape,
});
export type CommandRecord = z.infer<typeof commandRecordSchema>;

/** One run of a pipeline: a runbook, a flow, a call to another system. */
export const pipelineRunSchema = z.object({
  id: z.string(),
  at: z.number(),
  pipeline: z.string(),
  /** `interrupted`: the program ended while it ran. */
  result: z.enum(['running', 'succeeded', 'failed', 'cancelled', 'interrupted']),
  /** What happened, in words. */
  report: z.string(),
  steps: z.array(
    z.object({ key: z.string(), result: z.enum(['succeeded', 'failed', 'skipped']), message: z.string() }),
  ),
  ...endShape,
});
export type PipelineRun = z.infer<typeof pipelineRunSchema>;

/** A time in which a component was not there. */
export const outageSchema = z.object({
  id: z.string(),
  at: z.number(),
  componentId: z.string(),
  cause: z.string(),
  /** How much was missed meanwhile; null when that is not known. */
  missed: z.number().nullable(),
  ...endShape,
});
export type Outage = z.infer<typeof outageSchema>;

/** Trouble that belongs together: one cause and those who suffered from it. */
export const incidentSchema = z.object({
  id: z.string(),
  at: z.number(),
  title: z.string(),
  level: healthLevelSchema,
  /** The component that failed first; null when it is not known. */
  causeId: z.string().nullable(),
  componentIds: z.array(z.string()),
  ...endShape,
});
export type Incident = z.infer<typeof incidentSchema>;

/** The kinds of records that are written when they begin and written again, under the same id, when they change. */
export const recordKinds = ['command', 'pipeline-run', 'outage', 'incident'] as const;
export type RecordKind = (typeof recordKinds)[number];

export interface RecordOfKind {
  readonly command: CommandRecord;
  readonly 'pipeline-run': PipelineRun;
  readonly outage: Outage;
  readonly incident: Incident;
}

export const recordSchemas: { readonly [Kind in RecordKind]: z.ZodType<RecordOfKind[Kind]> } = {
  command: commandRecordSchema,
  'pipeline-run': pipelineRunSchema,
  outage: outageSchema,
  incident: incidentSchema,
};

type Subjects = { readonly [Kind in RecordKind]: (record: RecordOfKind[Kind]) => string | null };

/** What a record of each kind is about: the name by which its history is asked for. */
const subjects: Subjects = {
  command: ({ target }) => target,
  'pipeline-run': ({ pipeline }) => pipeline,
  outage: ({ componentId }) => componentId,
  incident: ({ causeId }) => causeId,
};

export const subjectOf = <Kind extends RecordKind>(kind: Kind, record: RecordOfKind[Kind]): string | null =>
  subjects[kind](record);

/** Which records are wanted. All given filters must hold. */
export interface RecordFilter {
  /** Only those that had not ended by this instant, epoch milliseconds. */
  readonly from?: number;
  /** Only those that began before this instant. */
  readonly before?: number;
  /** With `before`: also those that began at that very instant and have a lower id. Where the next page goes on. */
  readonly beforeId?: string;
  /** What they are about: a component, a pipeline, a settings section. */
  readonly subject?: string;
}

export const matchesRecordFilter = <Kind extends RecordKind>(
  kind: Kind,
  record: RecordOfKind[Kind],
  { from, before, beforeId, subject }: RecordFilter,
): boolean =>
  (from === undefined || record.endedAt === null || record.endedAt >= from) &&
  (before === undefined ||
    record.at < before ||
    (beforeId !== undefined && record.at === before && record.id < beforeId)) &&
  (subject === undefined || subjectOf(kind, record) === subject);

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
