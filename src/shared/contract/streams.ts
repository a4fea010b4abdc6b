import { z } from 'zod';
import {
  chatMessageSchema,
  componentViewSchema,
  eventRecordSchema,
  graphEdgeSchema,
  metricSampleSchema,
  metricSeriesSchema,
  recordingStatusSchema,
  rehearsalStatusSchema,
  runModeSchema,
  settingsTrialSchema,
  verdictSchema,
} from '../model/index.ts';

/**
 * Where a subscriber stopped reading. A stream lives in an epoch (one run of the host); within it frames are numbered
 * from 1 without gaps. A subscriber that names the epoch and its last number gets what it missed, or a snapshot
 * when that is no longer held. A snapshot has the number of the last frame that is in it.
 */
export const resumeSchema = z
  .object({ epoch: z.string(), after: z.coerce.number<number>().int() })
  .optional();
export type Resume = z.infer<typeof resumeSchema>;

const frame = { epoch: z.string(), seq: z.number().int() };

/** How this program runs, which the window always tells. */
export const runInfoSchema = z.object({
  mode: runModeSchema,
  /** The scenario's name while rehearsing. */
  scenario: z.string().nullable(),
  host: z.enum(['electron', 'headless']),
  version: z.string(),
  startedAt: z.number(),
  /** The show's state by the fsm orchestrator; null while unknown. */
  show: z.object({ state: z.string(), since: z.number() }).nullable(),
  /** A change of the settings that is taken back unless all is well in time; null when there is none. */
  trial: settingsTrialSchema.nullable(),
});
export type RunInfo = z.infer<typeof runInfoSchema>;

export const systemFrameSchema = z.discriminatedUnion('kind', [
  z.object({
    ...frame,
    kind: z.literal('snapshot'),
    components: z.array(componentViewSchema),
    edges: z.array(graphEdgeSchema),
    verdict: verdictSchema,
    run: runInfoSchema,
  }),
  z.object({
    ...frame,
    kind: z.literal('changes'),
    /** Components that changed, whole. */
    changed: z.array(componentViewSchema),
    removed: z.array(z.string()),
    /** All edges, when any of them changed. */
    edges: z.array(graphEdgeSchema).nullable(),
    verdict: verdictSchema.nullable(),
    run: runInfoSchema.nullable(),
  }),
]);
export type SystemFrame = z.infer<typeof systemFrameSchema>;

/** New events, in order. `dropped` counts those this subscriber was too slow for, since its last frame. */
export const eventsFrameSchema = z.object({
  ...frame,
  events: z.array(eventRecordSchema),
  dropped: z.number().int(),
});
export type EventsFrame = z.infer<typeof eventsFrameSchema>;

export const chatFrameSchema = z.object({
  ...frame,
  /** On a snapshot the list replaces what the subscriber has. */
  kind: z.enum(['snapshot', 'changes']),
  messages: z.array(chatMessageSchema),
  dropped: z.number().int(),
});
export type ChatFrame = z.infer<typeof chatFrameSchema>;

export const metricsFrameSchema = z.discriminatedUnion('kind', [
  z.object({ ...frame, kind: z.literal('snapshot'), series: z.array(metricSeriesSchema) }),
  z.object({ ...frame, kind: z.literal('changes'), at: z.number(), samples: z.array(metricSampleSchema) }),
]);
export type MetricsFrame = z.infer<typeof metricsFrameSchema>;

/** What plays and what is broken, whole, whenever it changed. */
export const rehearsalFrameSchema = z.object({
  ...frame,
  kind: z.literal('snapshot'),
  /** Null while the program is live. */
  status: rehearsalStatusSchema.nullable(),
  recording: recordingStatusSchema,
});
export type RehearsalFrame = z.infer<typeof rehearsalFrameSchema>;
