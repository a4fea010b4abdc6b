import { z } from 'zod';
import { chatMessageSchema } from './chat-message.ts';
import { componentViewSchema, graphEdgeSchema, lifecycleStateSchema, readsEarlier } from './component.ts';
import { eventRecordSchema } from './event-record.ts';
import { healthLevelSchema } from './health.ts';
import { securityReportSchema } from './security.ts';

const transitionSchema = z.object({
  componentId: z.string(),
  at: z.number(),
  state: lifecycleStateSchema,
  level: healthLevelSchema,
  reason: z.string(),
});

/**
 * The events, health and settings of a time range, with everything needed to view them on another machine.
 */
export const diagnosticBundleSchema = z.object({
  madeAt: z.number(),
  /** Start of the time range, epoch milliseconds. */
  from: z.number(),
  to: z.number(),
  /** Versions of the program and of its runtime. */
  versions: z.record(z.string(), z.string()),
  /** The graph when the file was made. */
  components: z.array(readsEarlier(componentViewSchema)),
  edges: z.array(graphEdgeSchema),
  /** The last transition of each component before `from`: the state at the start. */
  before: z.array(transitionSchema),
  transitions: z.array(transitionSchema),
  /** Oldest first. */
  events: z.array(eventRecordSchema),
  /** True when there were more events than fit; the oldest are left out. */
  eventsCut: z.boolean(),
  /** Empty unless chat was asked for; oldest first. */
  chat: z.array(chatMessageSchema),
  /**
   * True when there was more chat than fits; the oldest is left out. Earlier versions did not write this
   * field.
   */
  chatCut: z.boolean().optional(),
  /** The last security check. Earlier versions did not write this field. */
  security: securityReportSchema.optional(),
  /** The settings, secrets redacted. */
  settings: z.record(z.string(), z.unknown()),
});
export type DiagnosticBundle = z.infer<typeof diagnosticBundleSchema>;

const bundleFormat = 1;
/** Larger than any bundle that Cuelight writes; a file that unpacks to more is not a bundle. */
export const maxBundleBytes = 128 * 1024 * 1024;

const fileSchema = z.object({
  format: z.literal('cuelight-incident'),
  version: z.number().int().min(1),
  content: z.unknown().optional(),
});

/**
 * Returns the text of a diagnostic bundle, which is stored gzipped. Its format keeps the name from earlier
 * versions.
 */
export const formatDiagnosticBundle = (content: DiagnosticBundle): string =>
  JSON.stringify({ format: 'cuelight-incident', version: bundleFormat, content });

/**
 * Parses and validates a text that may come from another machine. Returns the second half of a sentence when
 * it is not a diagnostic bundle.
 */
export const parseDiagnosticBundle = (
  text: string,
):
  | { readonly ok: true; readonly value: DiagnosticBundle }
  | { readonly ok: false; readonly error: string } => {
  const refuse = (error: string) => ({ ok: false, error }) as const;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('the file is damaged or of another kind');
  }
  const file = fileSchema.safeParse(value);
  if (!file.success) return refuse('the file is of another kind');
  if (file.data.version > bundleFormat)
    return refuse('a newer version of Cuelight saved it. Open it with that version');
  const content = diagnosticBundleSchema.safeParse(file.data.content);
  if (content.success) return { ok: true, value: content.data };
  const [issue] = content.error.issues;
  return refuse(`"${issue?.path.join('.') ?? ''}" is not valid: ${issue?.message ?? ''}`);
};
