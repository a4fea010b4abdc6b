import { z } from 'zod';
import { faultActionKinds } from '../kernel/fault.ts';

/** What a person can do about a fault or a condition, as it crosses the wire. */
export const faultActionSchema = z.object({
  kind: z.enum(faultActionKinds),
  label: z.string(),
  target: z.string().optional(),
});
