import { z } from 'zod';

export const savedDiagnosticsSchema = z.object({
  name: z.string(),
  bytes: z.number(),
  /** Time of saving, epoch milliseconds. */
  at: z.number(),
});
export type SavedDiagnostics = z.infer<typeof savedDiagnosticsSchema>;
