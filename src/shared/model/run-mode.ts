import { z } from 'zod';

/** The mode of the program: simulated platforms on this machine, or the real ones. */
export const runModeSchema = z.enum(['rehearsal', 'live']);
export type RunMode = z.infer<typeof runModeSchema>;
