import { z } from 'zod';

const connectionCheckSchema = z.object({ name: z.string(), ok: z.boolean(), message: z.string() });
/** One question that a test of a connection asked, and its answer. */
export type ConnectionCheck = Readonly<z.infer<typeof connectionCheckSchema>>;

export const connectionTestSchema = z.object({
  ok: z.boolean(),
  /** The first problem, or that there is none. */
  message: z.string(),
  elapsedMs: z.number(),
  checks: z.array(connectionCheckSchema),
});
/** The result of trying a connection, check by check. What was not reached is not listed. */
export type ConnectionTest = Readonly<Omit<z.infer<typeof connectionTestSchema>, 'checks'>> & {
  readonly checks: readonly ConnectionCheck[];
};
