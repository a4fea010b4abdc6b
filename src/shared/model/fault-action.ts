import { z } from 'zod';

/** What a person can do about a fault or a condition, as it crosses the wire. */
export const faultActionSchema = z.object({
  kind: z.enum(['retry', 'open-settings', 'sign-in', 'start-component', 'read-docs', 'confirm-clock']),
  label: z.string(),
  target: z.string().optional(),
});
