import { z } from 'zod';
import { componentViewSchema, graphEdgeSchema, lifecycleStateSchema, verdictSchema } from './component.ts';
import { healthLevelSchema } from './health.ts';

/** A component as it is kept for history: what it was and how well, without what only matters while it is so. */
export const pastComponentSchema = componentViewSchema
  .pick({
    id: true,
    title: true,
    kind: true,
    parent: true,
    platform: true,
    wanted: true,
    state: true,
    since: true,
    startedAt: true,
    cause: true,
    needs: true,
  })
  .extend({
    level: healthLevelSchema,
    /** Why, in a sentence. */
    reason: z.string(),
    /** When the level last changed, epoch milliseconds. */
    levelSince: z.number(),
  });
export type PastComponent = z.infer<typeof pastComponentSchema>;

/** The whole graph with its health at one instant. */
export const systemSnapshotSchema = z.object({
  /** Epoch milliseconds. */
  at: z.number(),
  components: z.array(pastComponentSchema),
  edges: z.array(graphEdgeSchema),
  verdict: verdictSchema,
});
export type SystemSnapshot = z.infer<typeof systemSnapshotSchema>;

/** A change of a component's state or health. */
export const healthTransitionSchema = z.object({
  componentId: z.string(),
  at: z.number(),
  state: lifecycleStateSchema,
  level: healthLevelSchema,
  reason: z.string(),
});

/** One time from the program's start until it was last seen running, epoch milliseconds. */
export const observedSpanSchema = z.object({ from: z.number(), to: z.number() });
export type ObservedSpan = z.infer<typeof observedSpanSchema>;

/** Worst levels of one component in equal cells of time; null where nobody observed it. */
export const healthCellsSchema = z.object({
  componentId: z.string(),
  cells: z.array(healthLevelSchema.nullable()),
  /** How much of the span it was observed, and how much of that it was healthy, milliseconds. */
  observedMs: z.number(),
  healthyMs: z.number(),
});

/** Names of the kinds of records. The journal describes each of them and no other; the compiler holds it to this list. */
export const historyRecordKinds = ['command', 'pipeline-run', 'outage', 'incident'] as const;
export type HistoryRecordKind = (typeof historyRecordKinds)[number];
export const historyRecordKindSchema = z.enum(historyRecordKinds);

/** A record of any kind as one line. */
export const historyRecordSchema = z.object({
  id: z.string(),
  kind: historyRecordKindSchema,
  /** When it began, epoch milliseconds. */
  at: z.number(),
  /** When it ended; null while it lasts, and when nobody saw the end. */
  endedAt: z.number().nullable(),
  /** Set when it ended while the program was not running: some time in this span, nobody knows when. */
  endedBetween: observedSpanSchema.optional(),
  /** The component, pipeline or settings section it is about; null when it is about none. */
  subject: z.string().nullable(),
  /** What it was, in a few words. */
  title: z.string(),
  /** How it went, in one word: `settled`, `failed`, `open` … */
  result: z.string(),
  /** What was observed, in a sentence. */
  message: z.string(),
  /** Who gave a command: `window`, `browser`, `api`, or the part of the program that did. Only commands have one. */
  actor: z.string().optional(),
});
export type HistoryRecord = z.infer<typeof historyRecordSchema>;

/** One metric of one component over time; `null` where nothing was observed. */
export const metricHistorySchema = z.object({
  componentId: z.string(),
  name: z.string(),
  unit: z.string(),
  /** Epoch milliseconds of the first step. */
  from: z.number(),
  stepMs: z.number(),
  mean: z.array(z.number().nullable()),
  min: z.array(z.number().nullable()),
  max: z.array(z.number().nullable()),
});
export type MetricHistory = z.infer<typeof metricHistorySchema>;

/** What the journal keeps of each kind. */
export const holdingKindSchema = z.enum(['events', 'chat', 'health', 'records', 'metrics']);
export type HoldingKind = z.infer<typeof holdingKindSchema>;
export const holdingSchema = z.object({
  kind: holdingKindSchema,
  rows: z.number().int(),
  /** Of the file, search index included. */
  bytes: z.number().int(),
  /** Of the oldest held, epoch milliseconds; null when nothing is. */
  oldestAt: z.number().nullable(),
  /** Days after which it is deleted. */
  keepDays: z.number(),
  /** Rows above which the oldest go, whatever their age; null without such a limit. */
  keepRows: z.number().nullable(),
  /** Rows deleted by the last clean-up that deleted some of this kind, and when; null when there was none. */
  lastDeleted: z.object({ at: z.number(), rows: z.number().int() }).nullable(),
});
export type Holding = z.infer<typeof holdingSchema>;
