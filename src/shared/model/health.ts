import { z } from 'zod';
import { faultActionSchema } from './fault-action.ts';

/** From best to worst. A worse one is never hidden by a better one. `unknown` is an answer, not a gap. */
export const healthLevels = ['healthy', 'unknown', 'degraded', 'unhealthy', 'quarantined'] as const;
export const healthLevelSchema = z.enum(healthLevels);
export type HealthLevel = z.infer<typeof healthLevelSchema>;

/**
 * One checked claim about a component, worded so that `true` is good: `Connected`, `Authenticated`, `Responsive`.
 * `severity` says how bad `false` is; it is ignored while the status is `true` or `unknown`.
 */
export const conditionSchema = z.object({
  type: z.string(),
  status: z.enum(['true', 'false', 'unknown']),
  severity: z.enum(['degraded', 'unhealthy']),
  /** One word in PascalCase that a program may compare, such as `WrongPassword`. */
  reason: z.string(),
  /** A sentence for people. */
  message: z.string(),
  /** When the status last changed, epoch milliseconds. */
  since: z.number(),
  /** When the claim was last checked, epoch milliseconds. */
  checkedAt: z.number(),
  /** What a person can do about it, where there is one thing to do. */
  action: faultActionSchema.optional(),
});
export type Condition = z.infer<typeof conditionSchema>;

export const healthReportSchema = z.object({
  level: healthLevelSchema,
  /** Why the level is what it is, in one sentence. */
  summary: z.string(),
  conditions: z.array(conditionSchema),
  /** When the level last changed, epoch milliseconds. */
  since: z.number(),
});
export type HealthReport = z.infer<typeof healthReportSchema>;

const levelOfCondition = (condition: Condition): HealthLevel => {
  if (condition.status === 'true') return 'healthy';
  return condition.status === 'unknown' ? 'unknown' : condition.severity;
};

/** The worse of two levels. */
export const worseHealth = (left: HealthLevel, right: HealthLevel): HealthLevel =>
  healthLevels.indexOf(left) >= healthLevels.indexOf(right) ? left : right;

/** Rolls conditions up by severity. No conditions at all is `unknown`: nothing was observed. */
export const rollUpConditions = (conditions: readonly Condition[]): HealthLevel =>
  conditions.length === 0 ? 'unknown' : conditions.map(levelOfCondition).reduce(worseHealth);
