import { z } from 'zod';

/** The ways in which an outage can end. */
export const outageEndSchema = z.enum([
  /** The connection was restored. */
  'recovered',
  /** The bridge was switched off during the outage. */
  'switched-off',
  /** The program ended before the connection was restored. */
  'program-ended',
]);

/** A time during which a bridge that should be connected was not. */
export const outageSchema = z.object({
  id: z.string(),
  componentId: z.string(),
  /** Title in the window: "Twitch chat". */
  title: z.string(),
  /**
   * Time when the connection was known to be lost, epoch milliseconds; after a sleep, the time when the
   * machine fell asleep.
   */
  startedAt: z.number(),
  /** Null while it lasts, and after a crash of the program. */
  endedAt: z.number().nullable(),
  /** The way in which it ended; null while it lasts. */
  end: outageEndSchema.nullable(),
  /** The first failure, which caused the outage. */
  cause: z.object({ code: z.string(), message: z.string() }),
  /** Number of new connection attempts since; 0 when the same session resumed. */
  attempts: z.number().int(),
  /** The missed events. A count of null is unknown; 0 means that nothing was missed. */
  missed: z.object({
    count: z.number().int().nullable(),
    /** True when more may have been missed than the count. */
    atLeast: z.boolean(),
    message: z.string(),
  }),
});
export type Outage = z.infer<typeof outageSchema>;
