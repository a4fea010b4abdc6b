import { z } from 'zod';

/** How far the clock of the machine is believed. Only a trusted clock lets anything go by age. */
export const clockStateSchema = z.object({
  trust: z.enum(['trusted', 'unconfirmed', 'doubtful']),
  /** What the clock says, epoch milliseconds. */
  now: z.number(),
  /** The latest instant known to have passed; null when none is known. */
  knownAt: z.number().nullable(),
  /** Which way a doubtful clock is off, and by how much; null while it is not in doubt. */
  doubt: z.object({ direction: z.enum(['ahead', 'behind']), byMs: z.number() }).nullable(),
  /** A sentence: what is known, and what to do. */
  message: z.string(),
});
export type ClockState = z.infer<typeof clockStateSchema>;
