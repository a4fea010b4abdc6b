import { z } from 'zod';
import { atMostCharacters } from './text-limits.ts';

export const eventLevels = ['debug', 'info', 'warning', 'error'] as const;
export const eventLevelSchema = z.enum(eventLevels);
export type EventLevel = z.infer<typeof eventLevelSchema>;

/**
 * Something that happened. The topic is `subject.past-tense`; the source is the component that it happened
 * to.
 */
export const eventRecordSchema = z.object({
  id: z.string(),
  /** `bridge.connected`, `chat.message`, `component.state-changed` … */
  topic: z.string(),
  source: z.string(),
  level: eventLevelSchema,
  /** Epoch milliseconds. */
  at: z.number(),
  /** A sentence for people. Secrets quoted in warnings and errors are redacted. */
  message: z.string(),
  /** Shared by all events that one command or one message caused. */
  correlationId: z.string().nullable(),
  /** The id of the event that caused this one. */
  causeId: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
});
export type EventRecord = z.infer<typeof eventRecordSchema>;

/** A filter for events. All given conditions must match. */
export const eventFilterSchema = z.object({
  /** A topic, or a prefix with `.*`: `bridge.*`. */
  topic: z.string().max(120).optional(),
  /** This level and all higher ones. */
  level: eventLevelSchema.optional(),
  component: z.string().max(120).optional(),
  /** Words that must all occur in the message, topic or source; full-text search. */
  text: z.string().check(atMostCharacters(400)).optional(),
  /** Only events before this instant (epoch milliseconds), or before the event with this id. */
  before: z.union([z.coerce.number(), z.string()]).optional(),
  after: z.union([z.coerce.number(), z.string()]).optional(),
});
export type EventFilter = z.infer<typeof eventFilterSchema>;
