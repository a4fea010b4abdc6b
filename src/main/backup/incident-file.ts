import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { err, Fault, ok, type Result } from '#shared/kernel/index.ts';
import {
  chatMessageSchema,
  componentViewSchema,
  eventRecordSchema,
  graphEdgeSchema,
  healthLevelSchema,
  lifecycleStateSchema,
} from '#shared/model/index.ts';

const incidentFormat = 1;
/** Larger than any that is written; what unpacks to more is not one of ours. */
const maxUnpackedBytes = 128 * 1024 * 1024;

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
  /** The settings, secrets redacted. */
  settings: z.record(z.string(), z.unknown()),
});
export type IncidentContent = z.infer<typeof incidentContentSchema>;

const fileSchema = z.object({
  format: z.literal('cuelight-incident'),
  version: z.number().int().min(1),
  content: z.unknown(),
});

export const encodeIncidentFile = (content: IncidentContent): Buffer =>
  gzipSync(JSON.stringify({ format: 'cuelight-incident', version: incidentFormat, content }));

const refuse = (reason: string): Result<never, Fault> =>
  err(
    new Fault('incident.not-readable', `This is not an incident file that can be opened: ${reason}.`, {
      kind: 'configuration',
    }),
  );

/** Reads a file that somebody else may have made: everything in it is checked, and nothing in it is run or written. */
export const readIncidentFile = (bytes: Uint8Array): Result<IncidentContent, Fault> => {
  let value: unknown;
  try {
    value = JSON.parse(gunzipSync(bytes, { maxOutputLength: maxUnpackedBytes }).toString('utf8'));
  } catch (thrown) {
    const tooBig = thrown instanceof RangeError;
    return refuse(
      tooBig ? 'it unpacks to more than any that Cuelight writes' : 'it is damaged, or another kind',
    );
  }
  const file = fileSchema.safeParse(value);
  if (!file.success) return refuse('it is another kind of file');
  if (file.data.version > incidentFormat)
    return refuse('a newer Cuelight made it. Open it with that version');
  const content = incidentContentSchema.safeParse(file.data.content);
  if (content.success) return ok(content.data);
  const [issue] = content.error.issues;
  return refuse(`"${issue?.path.join('.') ?? ''}" is not valid: ${issue?.message ?? ''}`);
};
