import { z } from 'zod';
import {
  componentViewSchema,
  graphEdgeSchema,
  lifecycleStateSchema,
  readsEarlier,
  verdictSchema,
} from './component.ts';
import { healthLevelSchema } from './health.ts';

/** A component as stored in history: its state and health, without facts that matter only at the time. */
export const pastComponentSchema = componentViewSchema
  .pick({
    id: true,
    title: true,
    kind: true,
    parent: true,
    platform: true,
    desired: true,
    state: true,
    since: true,
    startedAt: true,
    cause: true,
    needs: true,
  })
  .extend({
    level: healthLevelSchema,
    /** The reason, in a sentence. */
    reason: z.string(),
    /** Time of the last level change, epoch milliseconds. */
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

/** A snapshot in the journal, which an earlier version may have stored. */
export const storedSnapshotSchema = systemSnapshotSchema.extend({
  components: z.array(readsEarlier(pastComponentSchema)),
});

/** A change of a component's state or health. */
export const healthTransitionSchema = z.object({
  componentId: z.string(),
  at: z.number(),
  state: lifecycleStateSchema,
  level: healthLevelSchema,
  reason: z.string(),
});

/** One run of the program, from its start to the last time it was seen running, epoch milliseconds. */
export const observedSpanSchema = z.object({ from: z.number(), to: z.number() });
export type ObservedSpan = z.infer<typeof observedSpanSchema>;

/** The worst levels of one component in equal cells of time; null where it was not observed. */
export const healthCellsSchema = z.object({
  componentId: z.string(),
  cells: z.array(healthLevelSchema.nullable()),
  /** Milliseconds of the span in which it was observed, and in which it was healthy. */
  observedMs: z.number(),
  healthyMs: z.number(),
});

/**
 * The kinds of history records. The journal describes exactly these kinds; the compiler checks it against
 * this list.
 */
export const historyRecordKinds = ['command', 'pipeline-run', 'outage', 'incident'] as const;
export type HistoryRecordKind = (typeof historyRecordKinds)[number];
export const historyRecordKindSchema = z.enum(historyRecordKinds);

/** A record of any kind as one line. */
export const historyRecordSchema = z.object({
  id: z.string(),
  kind: historyRecordKindSchema,
  /** Start, epoch milliseconds. */
  at: z.number(),
  /** End, epoch milliseconds; null while it lasts, and when the end was not observed. */
  endedAt: z.number().nullable(),
  /** Set when it ended at an unknown time in this span, while the program was not running. */
  endedBetween: observedSpanSchema.optional(),
  /** The component, pipeline or settings section that the record is about; null for none. */
  subject: z.string().nullable(),
  /** A short description. */
  title: z.string(),
  /** The outcome in one word: `settled`, `failed`, `open` … */
  result: z.string(),
  /** The observation, in a sentence. */
  message: z.string(),
  /**
   * The actor of a command: `window`, `browser`, `api`, or the part of the program that gave it. Only
   * commands have one.
   */
  actor: z.string().optional(),
});
export type HistoryRecord = z.infer<typeof historyRecordSchema>;

/** One metric of one component over time; null where it was not observed. */
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

/** The kinds of data that the journal stores. */
export const holdingKindSchema = z.enum(['events', 'chat', 'health', 'records', 'metrics']);
export type HoldingKind = z.infer<typeof holdingKindSchema>;
export const holdingSchema = z.object({
  kind: holdingKindSchema,
  rows: z.number().int(),
  /** Size of the file, including the search index. */
  bytes: z.number().int(),
  /** Time of the oldest stored record, epoch milliseconds; null when there is none. */
  oldestAt: z.number().nullable(),
  /** Days after which records are deleted. */
  keepDays: z.number(),
  /** Maximum number of rows. Beyond it the oldest are deleted, whatever their age; null without a limit. */
  keepRows: z.number().nullable(),
  /** Number of rows that the last clean-up of this kind deleted, and its time; null when there was none. */
  lastDeleted: z.object({ at: z.number(), rows: z.number().int() }).nullable(),
});
export type Holding = z.infer<typeof holdingSchema>;
