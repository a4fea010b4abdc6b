import { z } from 'zod';

/** Whether the platforms are played on this machine, or are the real ones. */
export const runModeSchema = z.enum(['rehearsal', 'live']);
export type RunMode = z.infer<typeof runModeSchema>;
