import type { HealthLevel } from './health.ts';

/** True for the levels that somebody has to act on; `unknown` is an answer and asks for nothing. */
export const isTroubleLevel = (level: HealthLevel): boolean =>
  level === 'degraded' || level === 'unhealthy' || level === 'quarantined';
