import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { healthLevelSchema, lifecycleStateSchema } from '#shared/model/index.ts';
import type { QueryAnswer } from './protocol.ts';

const rowSchema = z.object({
  at: z.number(),
  componentId: z.string(),
  state: lifecycleStateSchema,
  level: healthLevelSchema,
  reason: z.string(),
});

/** Transitions at or after an instant, oldest first. */
export const selectTransitions = (
  database: DatabaseSync,
  since: number,
  limit: number,
): Extract<QueryAnswer, { kind: 'transitions' }> => {
  const rows = database
    .prepare(
      `SELECT at, component AS componentId, state, level, reason FROM health_transitions
       WHERE at >= ? AND still_wanted() ORDER BY at, seq LIMIT ?`,
    )
    .all(since, limit);
  return {
    kind: 'transitions',
    transitions: rows
      .map((row) => rowSchema.safeParse(row))
      .flatMap((row) => (row.success ? [row.data] : [])),
  };
};
