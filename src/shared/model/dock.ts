import { z } from 'zod';

/** A page in somebody's layout (a dock in OBS, a second screen) that may look and change nothing. */
export const dockSchema = z.object({
  id: z.string(),
  /** What the owner calls it. */
  name: z.string(),
  /** Epoch milliseconds. */
  createdAt: z.number(),
  /** When it last connected, epoch milliseconds; null when it did not since the program started. */
  seenAt: z.number().nullable(),
  /** How many of it are connected now. */
  connected: z.number().int(),
});
export type Dock = z.infer<typeof dockSchema>;
