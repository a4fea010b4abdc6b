import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { healthLevelSchema, lifecycleStateSchema } from '#shared/model/index.ts';
import type { TransitionFilter, TransitionPage } from '../journal-history-port.ts';
import type { HealthTransition } from '../port.ts';
import type { QueryAnswer } from './protocol.ts';
import type { Row } from './rows.ts';

const rowSchema = z.object({
  at: z.number(),
  componentId: z.string(),
  state: lifecycleStateSchema,
  level: healthLevelSchema,
  reason: z.string(),
});

export const decodeTransitions = (rows: readonly Row[]): readonly HealthTransition[] =>
  rows.map((row) => rowSchema.safeParse(row)).flatMap((row) => (row.success ? [row.data] : []));

/** Returns the transitions at or after an instant, oldest first. */
export const selectTransitions = (
  database: DatabaseSync,
  since: number,
  limit: number,
): Extract<QueryAnswer, { kind: 'transitions' }> => {
  const rows = database
    .prepare(
      `SELECT at, component AS componentId, state, level, reason FROM health_transitions
       WHERE at >= ? AND not_cancelled() ORDER BY at, seq LIMIT ?`,
    )
    .all(since, limit);
  return { kind: 'transitions', transitions: decodeTransitions(rows) };
};

/**
 * Returns each component's last transition at or before an instant. Uses the index to step from one component
 * to the next: the cost depends on the number of components, not on the length of the history.
 */
export const selectHealthAt = (
  database: DatabaseSync,
  at: number,
): Extract<QueryAnswer, { kind: 'transitions' }> => {
  const rows = database
    .prepare(
      `WITH RECURSIVE components (name) AS (
         SELECT min(component) FROM health_transitions
         UNION ALL
         SELECT (SELECT min(component) FROM health_transitions WHERE component > name)
         FROM components WHERE name IS NOT NULL
       )
       SELECT t.at, t.component AS componentId, t.state, t.level, t.reason
       FROM components JOIN health_transitions t ON t.seq = (
         SELECT seq FROM health_transitions
         WHERE component = components.name AND at <= ? ORDER BY at DESC, seq DESC LIMIT 1
       )
       WHERE not_cancelled() ORDER BY t.component`,
    )
    .all(at);
  return { kind: 'transitions', transitions: decodeTransitions(rows) };
};

const cursorPattern = /^(-?\d+):(\d+)$/;

/**
 * Returns a page of the transitions in a span, newest first. The cursor is time and number, so that no page
 * skips or repeats a row.
 */
export const selectTransitionPage = (
  database: DatabaseSync,
  { from, before, component, limit, cursor }: TransitionFilter,
): TransitionPage => {
  const [, at, seq] = cursorPattern.exec(cursor ?? '') ?? [];
  const conditions = ['at >= ?', 'at < ?', 'not_cancelled()'];
  const values: (string | number)[] = [from, before];
  if (component !== undefined) {
    conditions.push('component = ?');
    values.push(component);
  }
  if (at !== undefined && seq !== undefined) {
    conditions.push('(at, seq) < (CAST(? AS INTEGER), CAST(? AS INTEGER))');
    values.push(Number(at), Number(seq));
  }
  const rows = database
    .prepare(
      `SELECT seq, at, component AS componentId, state, level, reason FROM health_transitions
       WHERE ${conditions.join(' AND ')} ORDER BY at DESC, seq DESC LIMIT ?`,
    )
    .all(...values, limit + 1);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    transitions: decodeTransitions(rows.slice(0, limit)),
    next: last ? `${Number(last['at'])}:${Number(last['seq'])}` : null,
  };
};
