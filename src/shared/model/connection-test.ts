import { z } from 'zod';

const connectionCheckSchema = z.object({ name: z.string(), ok: z.boolean(), message: z.string() });
/** One check of a connection test and its result. */
export type ConnectionCheck = Readonly<z.infer<typeof connectionCheckSchema>>;

export const connectionTestSchema = z.object({
  ok: z.boolean(),
  /** The first problem, or that there is none. */
  message: z.string(),
  elapsedMs: z.number(),
  checks: z.array(connectionCheckSchema),
});
/** The result of a connection test, check by check. Checks that were not reached are omitted. */
export type ConnectionTest = Readonly<Omit<z.infer<typeof connectionTestSchema>, 'checks'>> & {
  readonly checks: readonly ConnectionCheck[];
};
