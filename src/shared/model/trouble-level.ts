import type { HealthLevel } from './health.ts';

/** Returns true for the levels that need action; `unknown` is an answer and needs none. */
export const isTroubleLevel = (level: HealthLevel): boolean =>
  level === 'degraded' || level === 'unhealthy' || level === 'quarantined';
