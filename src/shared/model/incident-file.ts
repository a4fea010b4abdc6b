import { z } from 'zod';
import { chatMessageSchema } from './chat-message.ts';
import { componentViewSchema, graphEdgeSchema, lifecycleStateSchema } from './component.ts';
import { eventRecordSchema } from './event-record.ts';
import { healthLevelSchema } from './health.ts';

const transitionSchema = z.object({
  componentId: z.string(),
  at: z.number(),
  state: lifecycleStateSchema,
  level: healthLevelSchema,
  reason: z.string(),
});

/** What happened in a stretch of time, and all that is needed to look at it elsewhere. */
export const incidentContentSchema = z.object({
  madeAt: z.number(),
  /** The stretch of time, epoch milliseconds. */
  from: z.number(),
  to: z.number(),
  /** Version of the program and of what it runs on. */
  versions: z.record(z.string(), z.string()),
  /** The graph when the file was made. */
  components: z.array(componentViewSchema),
  edges: z.array(graphEdgeSchema),
  /** The last transition of each component before `from`: what everything was in at the beginning. */
  before: z.array(transitionSchema),
  transitions: z.array(transitionSchema),
  /** Oldest first. */
  events: z.array(eventRecordSchema),
  /** Whether there were more events than a file holds; the oldest are left out then. */
  eventsCut: z.boolean(),
  /** Only where the person who made the file wanted chat in it; oldest first. */
  chat: z.array(chatMessageSchema),
  /** Whether there was more chat than a file holds; the oldest is left out then. Files of earlier versions do not say. */
  chatCut: z.boolean().optional(),
  /** The settings, secrets redacted. */
  settings: z.record(z.string(), z.unknown()),
});
export type IncidentContent = z.infer<typeof incidentContentSchema>;

const incidentFormat = 1;
/** Larger than any that is written; what unpacks to more is not one of ours. */
export const maxIncidentBytes = 128 * 1024 * 1024;

const fileSchema = z.object({
  format: z.literal('cuelight-incident'),
  version: z.number().int().min(1),
  content: z.unknown().optional(),
});

/** The text that an incident file holds, packed by gzip. */
export const formatIncident = (content: IncidentContent): string =>
  JSON.stringify({ format: 'cuelight-incident', version: incidentFormat, content });

/**
 * Reads a text that somebody else may have made: everything in it is checked. Answers with the second half of a sentence
 * when it is no incident file.
 */
export const parseIncident = (
  text: string,
):
  { readonly ok: true; readonly value: IncidentContent } | { readonly ok: false; readonly error: string } => {
  const refuse = (error: string) => ({ ok: false, error }) as const;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('it is damaged, or another kind');
  }
  const file = fileSchema.safeParse(value);
  if (!file.success) return refuse('it is another kind of file');
  if (file.data.version > incidentFormat)
    return refuse('a newer Cuelight made it. Open it with that version');
  const content = incidentContentSchema.safeParse(file.data.content);
  if (content.success) return { ok: true, value: content.data };
  const [issue] = content.error.issues;
  return refuse(`"${issue?.path.join('.') ?? ''}" is not valid: ${issue?.message ?? ''}`);
};
