import { z } from 'zod';

/** How an outage came to its end. */
export const outageEndSchema = z.enum([
  /** The connection is back. */
  'recovered',
  /** Somebody switched the bridge off meanwhile. */
  'switched-off',
  /** The program ended before the connection was back. */
  'program-ended',
]);

/** One time during which a bridge that should be connected was not. */
export const outageSchema = z.object({
  id: z.string(),
  componentId: z.string(),
  /** Words for people: "Twitch chat". */
  title: z.string(),
  /** When the connection was known to be gone, epoch milliseconds; after a sleep, when the machine fell asleep. */
  startedAt: z.number(),
  /** Null while it lasts, and when the program ended without a word. */
  endedAt: z.number().nullable(),
  /** How it ended; null while it lasts. */
  end: outageEndSchema.nullable(),
  /** The first failure, which is the reason for all that followed. */
  cause: z.object({ code: z.string(), message: z.string() }),
  /** New connections begun since; 0 when the same session healed by itself. */
  attempts: z.number().int(),
  /** What was missed. A count of null is not known; 0 is known to be nothing. */
  missed: z.object({
    count: z.number().int().nullable(),
    /** Whether there may be more than the count. */
    atLeast: z.boolean(),
    message: z.string(),
  }),
});
export type Outage = z.infer<typeof outageSchema>;
