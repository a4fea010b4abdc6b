import { z } from 'zod';
import { faultActionKinds } from '../kernel/fault.ts';

/** A remedy for a fault or a condition, as sent over the wire. */
export const faultActionSchema = z.object({
  kind: z.enum(faultActionKinds),
  label: z.string(),
  target: z.string().optional(),
});
