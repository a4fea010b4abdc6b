import { z } from 'zod';
import { faultActionSchema } from './fault-action.ts';

/** From best to worst. A better level never hides a worse one. `unknown` is an answer, not missing data. */
export const healthLevels = ['healthy', 'unknown', 'degraded', 'unhealthy', 'quarantined'] as const;
export const healthLevelSchema = z.enum(healthLevels);
export type HealthLevel = z.infer<typeof healthLevelSchema>;

/** The word of each level for people, the same in the window, the tray and sentences. */
export const levelWords: Readonly<Record<HealthLevel, string>> = {
  healthy: 'Healthy',
  unknown: 'Unknown',
  degraded: 'Degraded',
  unhealthy: 'Down',
  quarantined: 'Disabled after crashes',
};

/**
 * One checked statement about a component, worded so that `true` is good: `Connected`, `Authenticated`,
 * `Responsive`. `severity` says how bad `false` is. It is ignored while the status is `true` or `unknown`.
 */
export const conditionSchema = z.object({
  type: z.string(),
  status: z.enum(['true', 'false', 'unknown']),
  severity: z.enum(['degraded', 'unhealthy']),
  /** One word in PascalCase that programs may compare, such as `WrongPassword`. */
  reason: z.string(),
  /** A sentence for people. */
  message: z.string(),
  /** Time of the last status change, epoch milliseconds. */
  since: z.number(),
  /** Time of the last check, epoch milliseconds. */
  checkedAt: z.number(),
  /** The remedy, when there is one. */
  action: faultActionSchema.optional(),
});
export type Condition = z.infer<typeof conditionSchema>;

export const healthReportSchema = z.object({
  level: healthLevelSchema,
  /** The reason for the level, in one sentence. */
  summary: z.string(),
  conditions: z.array(conditionSchema),
  /** Time of the last level change, epoch milliseconds. */
  since: z.number(),
});
export type HealthReport = z.infer<typeof healthReportSchema>;

const levelOfCondition = (condition: Condition): HealthLevel => {
  if (condition.status === 'true') return 'healthy';
  return condition.status === 'unknown' ? 'unknown' : condition.severity;
};

/** Returns the worse of two levels. */
export const worseHealth = (left: HealthLevel, right: HealthLevel): HealthLevel =>
  healthLevels.indexOf(left) >= healthLevels.indexOf(right) ? left : right;

/**
 * Combines conditions into one level by severity. Without conditions the level is `unknown`: nothing was
 * observed.
 */
export const rollUpConditions = (conditions: readonly Condition[]): HealthLevel =>
  conditions.length === 0 ? 'unknown' : conditions.map(levelOfCondition).reduce(worseHealth);
