import { z } from 'zod';

/** A read-only page in a layout (a dock in OBS, a second screen). */
export const dockSchema = z.object({
  id: z.string(),
  /** The name that the owner gave it. */
  name: z.string(),
  /** Epoch milliseconds. */
  createdAt: z.number(),
  /**
   * Time of its last connection, epoch milliseconds; null when it has not connected since the program
   * started.
   */
  seenAt: z.number().nullable(),
  /** Number of its current connections. */
  connected: z.number().int(),
});
export type Dock = z.infer<typeof dockSchema>;
