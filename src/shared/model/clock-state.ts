import { z } from 'zod';

/** The state of trust in the machine's clock. Only a trusted clock lets data expire. */
export const clockStateSchema = z.object({
  trust: z.enum(['trusted', 'unconfirmed', 'doubtful']),
  /** The clock's time, epoch milliseconds. */
  now: z.number(),
  /** The latest instant known to have passed; null when none is known. */
  knownAt: z.number().nullable(),
  /** Direction and size of a suspected error; null while the clock is not in doubt. */
  doubt: z.object({ direction: z.enum(['ahead', 'behind']), byMs: z.number() }).nullable(),
  /** A sentence: the known facts, and what to do. */
  message: z.string(),
});
export type ClockState = z.infer<typeof clockStateSchema>;
