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
 * The position where a subscriber stopped reading. A stream lives in an epoch (one run of the host). Frames
 * of an epoch are numbered from 1 without gaps. A subscriber that passes the epoch and its last number gets
 * the missed frames, or a snapshot when they are no longer buffered. A snapshot has the number of the last
 * frame it includes.
 */
export const resumeSchema = z
  .object({ epoch: z.string(), after: z.coerce.number<number>().int() })
  .optional();
export type Resume = z.infer<typeof resumeSchema>;

const frame = { epoch: z.string(), seq: z.number().int() };

/** The run mode and its related state, which the window always shows. */
export const runInfoSchema = z.object({
  mode: runModeSchema,
  /** The scenario's title while rehearsing. */
  scenario: z.string().nullable(),
  host: z.enum(['electron', 'headless']),
  version: z.string(),
  startedAt: z.number(),
  /** The state of the show from the `fsm` orchestrator; null while unknown. */
  show: z.object({ state: z.string(), since: z.number() }).nullable(),
  /** A settings change that is rolled back unless the components recover in time; null when there is none. */
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
    /** Complete views of the changed components. */
    changed: z.array(componentViewSchema),
    removed: z.array(z.string()),
    /** All edges, when any of them changed; null otherwise. */
    edges: z.array(graphEdgeSchema).nullable(),
    verdict: verdictSchema.nullable(),
    run: runInfoSchema.nullable(),
  }),
]);
export type SystemFrame = z.infer<typeof systemFrameSchema>;

/**
 * New events, in order. `dropped` counts the events that this subscriber was too slow to receive since its
 * last frame.
 */
export const eventsFrameSchema = z.object({
  ...frame,
  events: z.array(eventRecordSchema),
  dropped: z.number().int(),
});
export type EventsFrame = z.infer<typeof eventsFrameSchema>;

export const chatFrameSchema = z.object({
  ...frame,
  /** On a snapshot the list replaces the subscriber's list. */
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

/** The complete state of the rehearsal, sent after every change. */
export const rehearsalFrameSchema = z.object({
  ...frame,
  kind: z.literal('snapshot'),
  /** Null while the program is live. */
  status: rehearsalStatusSchema.nullable(),
  recording: recordingStatusSchema,
});
export type RehearsalFrame = z.infer<typeof rehearsalFrameSchema>;
