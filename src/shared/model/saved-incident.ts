import { z } from 'zod';

export const savedIncidentSchema = z.object({
  name: z.string(),
  bytes: z.number(),
  /** When it was written, epoch milliseconds. */
  at: z.number(),
});
export type SavedIncident = z.infer<typeof savedIncidentSchema>;
